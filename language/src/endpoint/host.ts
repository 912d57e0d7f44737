/** Host names and globs over them. */
import { type Glob, parseGlob } from '../glob/glob.js';
import type { EndpointFault } from './fault.js';

/** Reads a host name or a glob; a final dot is dropped, letters become lower case. */
export function parseHost(text: string, at: number): Glob | EndpointFault {
  const name = (text.endsWith('.') ? text.slice(0, -1) : text).toLowerCase();
  const strange = /[^a-z0-9_.*?{}[\]!^,-]/u.exec(name);
  if (strange !== null) {
    const character = strange[0];
    const help =
      character.charCodeAt(0) > 0x7f
        ? 'write an international name in its `xn--` form'
        : 'a host name has letters, digits, `-`, `_` and dots';
    return { message: `\`${character}\` in a host name`, help, at: at + strange.index };
  }
  if (name === '' || name.split('.').includes('')) {
    return { message: 'a host name has no empty part', at };
  }
  // A name holds no `/`, so `*` and `**` are the same there: across dots.
  const result = parseGlob(name);
  if (result.ok) return result.glob;
  const { message, help } = result;
  return { message, ...(help === undefined ? {} : { help }), at: at + result.at };
}
