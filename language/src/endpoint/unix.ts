/** `unix:` patterns. */
import { parseGlob } from '../glob/glob.js';
import type { Endpoint } from './endpoint.js';
import type { EndpointFault } from './fault.js';

const SCHEME = 'unix:';

/** Reads `unix:/path/glob`, `unix:@abstract` and `unix:*`. */
export function parseUnix(text: string): Endpoint | EndpointFault {
  const rest = text.slice(SCHEME.length);
  if (rest === '*' || rest === '**') return { kind: 'unix', space: 'any' };
  const abstract = rest.startsWith('@');
  const start = SCHEME.length + (abstract ? 1 : 0);
  if (rest === '') {
    const help = 'write `unix:/path`, `unix:@name`, or `unix:*` for every one';
    return { message: 'a unix socket without a name', help, at: start };
  }
  const result = parseGlob(text.slice(start));
  if (result.ok) {
    return { kind: 'unix', space: abstract ? 'abstract' : 'path', glob: result.glob };
  }
  const { message, help } = result;
  return { message, ...(help === undefined ? {} : { help }), at: start + result.at };
}
