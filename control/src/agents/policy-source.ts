import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { fault, reasonOf } from '../fault.js';
import { LIMITS } from '../limits.js';

/** The policy of an agent as it was when somebody named it. */
export interface PolicySource {
  readonly path: string;
  readonly text: string;
  /** Hex SHA-256 of the text. */
  readonly digest: string;
}

/** Says why a policy cannot be used, on one line; undefined when it can. */
export type JudgePolicy = (source: PolicySource) => string | undefined;

/** Reads a policy file whole. Throws `policy-unreadable`. */
export async function readPolicySource(path: string): Promise<PolicySource> {
  try {
    // Not a pipe or a device: opening one could hang the daemon, and it would be something else later.
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const found = await handle.stat();
      if (!found.isFile()) throw new Error('it is not a file');
      if (found.size > LIMITS.policyBytes)
        throw new Error(`it has more than ${LIMITS.policyBytes} bytes`);
      const bytes = await handle.readFile();
      const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
      return { path, text, digest: createHash('sha256').update(bytes).digest('hex') };
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw fault('policy-unreadable', { path, why: reasonOf(error) }, error);
  }
}
