import { capabilityProblems } from '../diagnostics/codes/capabilities.js';
import { parseEndpoint } from '../endpoint/endpoint.js';
import { parseGlob } from '../glob/glob.js';
import type { ResourcePattern } from './capability.js';
import type { Located, RuleContext } from './read-rule.js';

/** Reads what a rule is about; undefined, and reported, when its capability knows no such thing. */
export function readPattern(
  { text, span }: Located,
  { capability, sink }: Pick<RuleContext, 'capability' | 'sink'>,
): ResourcePattern | undefined {
  if (capability === 'net.fetch' || capability === 'net.connect') {
    const parsed = parseEndpoint(text);
    if (parsed.ok && parsed.endpoint.kind !== 'unix') {
      return { kind: 'endpoint', text, endpoint: parsed.endpoint };
    }
    const { message, help } = parsed.ok
      ? { message: 'sockets of this machine are not reached through the daemon', help: undefined }
      : parsed;
    sink.add(capabilityProblems.badPattern(span, { text, message, help }));
    return undefined;
  }
  const relative = text.startsWith('./') && capability.startsWith('fs.') ? text.slice(2) : text;
  if (capability.startsWith('fs.') && !isBelowWorkspace(relative)) {
    sink.add(capabilityProblems.notInWorkspace(span, { text }));
    return undefined;
  }
  const parsed = parseGlob(relative);
  if (!parsed.ok) {
    const { message, help } = parsed;
    sink.add(capabilityProblems.badPattern(span, { text, message, help }));
    return undefined;
  }
  return { kind: 'glob', text: relative, glob: parsed.glob };
}

function isBelowWorkspace(text: string): boolean {
  return !/^[/~]/.test(text) && !text.split('/').includes('..');
}
