/** Patterns in words. */
import { quote } from '../diagnostics/quote.js';
import { namesEveryPath } from '../glob/resolve.js';
import type { EndpointPattern, ExecPattern, PathPattern, TargetPattern } from '../program.js';

/** `a file named X in any folder`, `a program named X`, `a program at X`, `any file` */
export function pathWords(pattern: PathPattern, noun: 'file' | 'program'): string {
  if (namesEveryPath(pattern.glob)) return `any ${noun}`;
  const { text } = pattern;
  const shown = quote(text);
  if (!text.includes('/') || /^\*\*\/[^/]+$/.test(text)) {
    const where = noun === 'file' ? ' in any folder' : '';
    return `a ${noun} named ${quote(text.replace(/^\*\*\//, ''))}${where}`;
  }
  if (/^(?:\/|~\/|\*\*\/)/.test(text)) return `a ${noun} at ${shown}`;
  return `a ${noun} at ${shown} below the policy's folder`;
}

export function endpointWords({ endpoint, text }: EndpointPattern): string {
  return endpoint.kind === 'any' ? 'any endpoint' : quote(text);
}

export function targetWords(pattern: TargetPattern, noun: 'file' | 'program'): string {
  return pattern.kind === 'path' ? pathWords(pattern, noun) : endpointWords(pattern);
}

/** ` with the argument X`, ` with the arguments X and Y`; empty without arguments. */
export function argsWords(args: ExecPattern['args']): string {
  const shown = args.map(({ text }) => quote(text));
  const last = shown.pop();
  if (last === undefined) return '';
  if (shown.length === 0) return ` with the argument ${last}`;
  return ` with the arguments ${shown.join(', ')} and ${last}`;
}

export function execWords({ path, args }: ExecPattern): string {
  return `${pathWords(path, 'program')}${argsWords(args)}`;
}
