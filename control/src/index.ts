/** The control plane, for the programs that start it and for the parts that are built on it. */
export { type Actions, createActions } from './actions/actions.js';
export { type AgentRecord, type Agents, createAgents } from './agents/agents.js';
export { type Approvals, createApprovals } from './approvals/approvals.js';
export type { ApprovalRequest } from './approvals/request.js';
export type { Bus, Change } from './bus/bus.js';
export { type Clock, createClock } from './clock.js';
export { CODES, type CodeId, type CodeName } from './codes.js';
export { type Config, configJsonSchema, configSchema, readConfig } from './daemon/config.js';
export { type Daemon, type DaemonOptions, startDaemon } from './daemon/daemon.js';
export { createLog, type Log } from './daemon/log.js';
export { defaultSocket, type Places, placesIn } from './daemon/places.js';
export { ControlFault } from './fault.js';
export type { Principal } from './identity/principal.js';
export type { RunRecord } from './record/run-record.js';
export type { Runs } from './runs/runs.js';
export { openStore, type Store } from './store/store.js';
