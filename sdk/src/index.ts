/** For authors of agents, and of what starts them. */
export type {
  ActionArgs,
  ActionLine,
  ActionName,
  ActionView,
  Approval,
  Job,
  JobStep,
  Run,
} from '@rein/contract/api';
export { createRein, type Entry, type Fetched, type Rein, type Spawned } from './actions.js';
export type { Agents } from './agents.js';
export { type Change, changesOf } from './changes.js';
export { clientOver, createClient, type Page, type ReinClient } from './client.js';
export { ActionDenied, ActionFailed, ReinFault, ReinUnreachable } from './fault.js';
export type { Identity, NewToken } from './identity.js';
export { type JobOptions, type JobResult, readJob, runJob } from './job.js';
export {
  actionLine,
  createLineReader,
  type LineReader,
  type ReadLine,
  readActionLine,
} from './lines.js';
export { settle } from './settle.js';
export { type Call, createTransport, type ReinOptions, type Transport } from './transport.js';
export { runWrapper, type WrapperOptions, type WrapperResult } from './wrapper.js';
