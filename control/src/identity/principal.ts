import type { Standing } from '@rein/contract/api';

/** Whom a request is made by, once that is known. */
export interface Principal {
  readonly standing: Standing;
  /** The person or service behind it: two tokens of one subject are one person. */
  readonly subject: string;
  readonly tokenId?: string;
  /** The only agent it may start runs of, if it is bound to one. */
  readonly agentId?: string;
  /** The run that the process belongs to, for standing `run`. */
  readonly runId?: string;
}

/** The daemon itself, in records of what it did on its own. */
export const DAEMON: Pick<Principal, 'subject'> = { subject: 'reind' };
