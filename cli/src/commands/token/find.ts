import type { Token } from '@rein/contract/api';
import type { Daemon } from '../../daemon/client.js';
import { cliFault } from '../../fault.js';

/** The token that a person means by its id, or the start or the end of it. Throws `no-such`, `ambiguous`. */
export async function findToken(daemon: Daemon, id: string): Promise<Token> {
  const wanted = id.toUpperCase();
  const tokens = await daemon.identity.listTokens();
  const found = tokens.filter(
    ({ token_id }) => wanted !== '' && (token_id.startsWith(wanted) || token_id.endsWith(wanted)),
  );
  const [first] = found;
  if (first === undefined)
    throw cliFault('no-such', { what: 'token', id, list: 'rein token list' });
  if (found.length > 1) throw cliFault('ambiguous', { id, count: found.length, what: 'tokens' });
  return first;
}
