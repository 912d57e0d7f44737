import type { HttpBindings } from '@hono/node-server';
import type { Principal } from '../identity/principal.js';

/** What the handlers of a request find in its context. */
export interface Env {
  Bindings: Partial<HttpBindings>;
  Variables: {
    /** Id of the request: ours, never the client's, so that the log cannot be confused by it. */
    requestId: string;
    principal: Principal;
    /** Does what is nothing but waiting, and takes no room meanwhile. */
    whileIdle: <Result>(wait: () => Promise<Result>) => Promise<Result>;
    /** Whether its token is good by now, for an answer that takes its time. */
    isStillValid: () => Promise<boolean>;
  };
}
