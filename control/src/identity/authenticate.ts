import { type ControlFault, fault } from '../fault.js';
import { LIMITS } from '../limits.js';
import type { Db } from '../store/store.js';
import { judgeBootstrap } from './bootstrap.js';
import type { Principal } from './principal.js';
import { createRateLimit, type RateLimit } from './rate-limit.js';
import type { Tokens } from './tokens.js';

/** Finds out by whom a request is made. */
export interface Authenticator {
  /**
   * @param header the Authorization header, if there is one
   * @param peer where the request comes from, as far as that can be told apart
   *
   * Throws `no-token`, `bad-token`, `bootstrap-over`, `too-many-requests`.
   */
  identify(header: string | undefined, peer: string): Promise<Principal>;
  /** Whether the managed token of a request that was identified is good by now. */
  isStillValid(header: string | undefined): Promise<boolean>;
  readonly requests: RateLimit;
}

const BEARER = /^Bearer ([\x21-\x7e]{1,256})$/i;

function secretIn(header: string | undefined): string | undefined {
  return header === undefined ? undefined : BEARER.exec(header)?.[1];
}

export function createAuthenticator(db: Db, tokens: Tokens): Authenticator {
  const requests = createRateLimit(LIMITS.requestsPerMinute, LIMITS.rateKeys);
  const failures = createRateLimit(LIMITS.failuresPerMinute, LIMITS.rateKeys);

  const refuse = (peer: string, why: ControlFault): never => {
    failures.take(peer);
    throw why;
  };

  return {
    requests,
    async isStillValid(header) {
      const secret = secretIn(header);
      return secret !== undefined && (await tokens.recognise(secret)) !== undefined;
    },
    async identify(header, peer) {
      const secret = secretIn(header);
      if (secret === undefined) throw fault('no-token', {});
      const found = await tokens.recognise(secret);
      if (found !== undefined) {
        requests.take(found.tokenId ?? found.subject);
        return found;
      }
      // Valid tokens pass even while somebody behind the same address guesses.
      if (failures.isSpent(peer)) {
        throw fault('too-many-requests', { limit: LIMITS.failuresPerMinute });
      }
      const verdict = await judgeBootstrap(db, secret);
      switch (verdict) {
        case 'right':
          requests.take('bootstrap');
          return { standing: 'bootstrap', subject: 'bootstrap' };
        case 'over':
          return refuse(peer, fault('bootstrap-over', {}));
        case 'wrong':
          return refuse(peer, fault('bad-token', {}));
        default:
          return verdict satisfies never;
      }
    },
  };
}
