/** The shapes of the interface over HTTP. Apart from the main entry: these load zod. */

export {
  ACTION_ARGS,
  ACTION_CONTRACT_VERSION,
  ACTION_DECISIONS,
  ACTION_STATUSES,
  type ActionArgs,
  type ActionDecision,
  type ActionName,
  type ActionStatus,
  type ActionView,
  actionNameSchema,
  actionQuerySchema,
  actionSchema,
  type EffectivePolicy,
  type Evaluation,
  effectiveSchema,
  evaluateSchema,
  evaluationSchema,
  finishRunSchema,
  idempotencyKeySchema,
  type SubmitAction,
  submitActionSchema,
  submitSyscallSchema,
} from './actions.js';
export {
  type Agent,
  absolutePathSchema,
  agentModeSchema,
  agentSchema,
  type CreateAgent,
  createAgentSchema,
  type UpdateAgent,
  updateAgentSchema,
} from './agents.js';
export {
  APPROVAL_STATUSES,
  type Approval,
  type ApprovalSource,
  type ApprovalStatus,
  type Asked,
  approvalSchema,
  approvalSourceSchema,
  approvalStatusSchema,
  askedSchema,
  type Decide,
  decideSchema,
  type ListApprovalsQuery,
  listApprovalsQuerySchema,
} from './approvals.js';
export { capabilitiesSchema } from './capabilities.js';
export {
  type Event,
  eventSchema,
  type Integrity,
  integritySchema,
  type ListEventsQuery,
  listEventsQuerySchema,
  type RunEvents,
  runEventsQuerySchema,
  runEventsSchema,
} from './events.js';
export { healthSchema, initSchema, type Readiness, readinessSchema } from './health.js';
export { iJsonFlaw } from './i-json.js';
export {
  type CreateToken,
  createTokenSchema,
  type IssuedToken,
  issuedTokenSchema,
  OWN_SUBJECTS,
  principalTypeSchema,
  type RotateToken,
  roleSchema,
  rotateTokenSchema,
  type Token,
  tokenSchema,
  type Whoami,
  whoamiSchema,
} from './identity.js';
export { agentIdSchema, digestSchema, timeSchema, ulidSchema } from './ids.js';
export { type Flaw, flawsOf, flawText, flawTexts } from './issue.js';
export {
  type ActionLine,
  actionLineSchema,
  type Job,
  type JobStep,
  jobSchema,
  jobStepSchema,
} from './jobs.js';
export { PAGE, pageOf, pageQuerySchema } from './paging.js';
export { type Problem, problemSchema } from './problem.js';
export {
  PERMISSIONS,
  type Permission,
  REACHES,
  type Reach,
  ROLES,
  type Role,
  STANDINGS,
  type Standing,
} from './rights.js';
export {
  type Budgets,
  budgetsSchema,
  type CreateRun,
  cancelRunSchema,
  createRunSchema,
  type ListRunsQuery,
  listRunsQuerySchema,
  type Output,
  openGateSchema,
  outputQuerySchema,
  outputSchema,
  type ProcessNode,
  type Provenance,
  processNodeSchema,
  processTreeSchema,
  provenanceSchema,
  RUN_STATUSES,
  type Run,
  type RunStatus,
  runSchema,
  runStatusSchema,
  swapPolicySchema,
} from './runs.js';
