/** What a governed run is made of, whoever starts it: its policy in the engine's form, its record. */

export { type CountedByEngine, gateOfBudget } from './policy/budgets.js';
export { builtInRules, sparingCursor } from './policy/built-in.js';
export { type CapabilitiesOfRun, capabilityRules } from './policy/capability-rules.js';
export { type EffectivePolicy, effectivePolicy } from './policy/effective.js';
export {
  type ClauseEnforcement,
  enforcementOfClause,
  enforcementOfClauses,
  unenforceable,
  unguarded,
} from './policy/enforcement.js';
export { HOOK_FILES } from './policy/hook-files.js';
export { hostFacts } from './policy/host-facts.js';
export { hostNamesOf } from './policy/host-names.js';
export { POLICY_FILES } from './policy/policy-files.js';
export {
  judgePolicyText,
  type PolicyOfRun,
  type PreparedPolicy,
  preparePolicy,
} from './policy/prepare.js';
export { seesReads } from './policy/sees-reads.js';
export { tablesOf } from './policy/tables.js';
export { chooseTier, type TierChoice, tierFor, tiersHere, whyNot } from './policy/tier.js';
export { type Draft, entriesOf, type RunTables, STRONGEST_FIRST } from './record/entries.js';
export { FEEDBACK_BYTES_MAX, type FeedbackFile, openFeedbackFile } from './record/feedback-file.js';
export { addPolicy, type GrownTables } from './record/grown-tables.js';
