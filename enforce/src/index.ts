export { CODES, type CodeId, type CodeName } from './codes.js';
export {
  type Answer,
  approveClass,
  cancelRun,
  decideHold,
  labelFile,
  listHolds,
} from './control/control.js';
export { holdNumber } from './control/hold-id.js';
export { type NextPolicy, swapPolicy } from './control/swap.js';
export { type AdoptedRun, adoptEngine } from './engine/adopt.js';
export { findEngine } from './engine/binary.js';
export type { TakeMessages } from './engine/channel.js';
export { isOver, nextState, type RunState } from './engine/life-cycle.js';
export { passSignals } from './engine/signals.js';
export {
  type AskMode,
  type Engine,
  type EngineOptions,
  type EngineUser,
  type RunEnd,
  startEngine,
} from './engine/start.js';
export type { Ordered, Starter, StarterEnd, StarterOrder } from './engine/starter.js';
export { EnforceFault, inPlainWords, reasonOf } from './fault.js';
export { nameFrame } from './frames/encode.js';
export type { Check, EngineMessage } from './frames/message.js';
export { moreNames } from './names/more-names.js';
export { followNames, type LookUp, type Names, systemLookUp } from './names/resolve.js';
export { type Enforcement, enforcementOf } from './probe/enforcement.js';
export { type Concern, type Limit, type LimitId, limitsOf } from './probe/limits.js';
export { type CleanedPin, cleanPins, listPins, type Pin } from './probe/pins.js';
export { type Probe, probe, type TierProbe } from './probe/probe.js';
export { shown } from './shown.js';
export { homeFolder, openStateDirectory, stateDirectory } from './state/directory.js';
export {
  identify,
  isAlive,
  type ProcessIdentity,
  type ProcessSeen,
} from './state/process-identity.js';
export { descendantsOf, signalProcess } from './state/process-tree.js';
export {
  CONTROL_SOCKET,
  CURSOR_FILE,
  FEEDBACK_FILE,
  LAUNCH_FILE,
  POLICY_COPY,
  RUN_FILE,
  RUNNER_FILE,
  RUNNER_LOG,
  type RunClause,
  type RunFile,
  type RunNumbers,
  type RunResult,
  type RunRule,
  readRunFile,
  writeRunFile,
} from './state/run-file.js';
export {
  findRun,
  listRuns,
  liveRuns,
  makeRunFolder,
  nameRun,
  type RunFolder,
  type RunStatus,
  runFolder,
  statusOf,
} from './state/runs.js';
