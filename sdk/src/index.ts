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
export { createClient, type ReinClient } from './client.js';
export { ActionDenied, ActionFailed, ReinFault } from './fault.js';
export { type JobOptions, type JobResult, readJob, runJob } from './job.js';
export {
  actionLine,
  createLineReader,
  type LineReader,
  type ReadLine,
  readActionLine,
} from './lines.js';
export { settle } from './settle.js';
export type { Call, ReinOptions, Transport } from './transport.js';
export { runWrapper, type WrapperOptions, type WrapperResult } from './wrapper.js';
