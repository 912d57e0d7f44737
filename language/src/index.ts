export type { CapabilityAction } from './capabilities/action.js';
export { isPrivateAddress } from './capabilities/address-text.js';
export {
  CAPABILITIES,
  CAPABILITY_LIMITS,
  type Capabilities,
  type Capability,
  type CapabilityRule,
  METHODS,
  RULE_EFFECTS,
  type RuleEffect,
  SCHEMES,
} from './capabilities/capability.js';
export {
  type CapabilityDecision,
  createEvaluator,
  type Evaluator,
} from './capabilities/evaluate.js';
export { type ActionJudge, createActionJudge, type Judged } from './capabilities/judge.js';
export { type LoweredCapabilities, lowerCapabilities } from './capabilities/lower.js';
export { PROGRAM_FOLDERS } from './capabilities/lower-programs.js';
export {
  CAPABILITY_MODES,
  type CapabilityMode,
  type LowerCapabilityFacts,
  type LowerNote,
} from './capabilities/lowering.js';
export type { KnownState } from './capabilities/policy-verdict.js';
export {
  type PolicyPlace,
  type PolicyVerdict,
  policyVerdict,
} from './capabilities/policy-verdict.js';
export { type ActionCase, type ActionCases, parseActionCases } from './capabilities/read-cases.js';
export { RULE_KEYS } from './capabilities/read-rule.js';
export { ACTION_MEMBERS, type ReadAction, readAction } from './capabilities/request.js';
export { defaultSecretEnv } from './capabilities/secret-env.js';
export { showRule } from './capabilities/show-rule.js';
export { type PlainUrl, readUrl, urlText } from './capabilities/url.js';
export { readWorkspacePath, type WorkspacePath } from './capabilities/workspace-path.js';
export type { Action, Case, Expectation, Step } from './cases/case.js';
export { type CasesFile, parseCases } from './cases/read-cases.js';
export { renderCaseResults } from './cases/render.js';
export {
  CASE_HOST,
  type CaseResult,
  checkExpectations,
  type Decided,
  runCases,
  type StepResult,
} from './cases/run-cases.js';
export { type Checked, check } from './check/check.js';
export { CODES } from './diagnostics/codes/table.js';
export type { CodeEntry } from './diagnostics/define.js';
export type { Diagnostic, Fix, Related, Severity } from './diagnostics/diagnostic.js';
export { createLines, type Lines, type Position } from './diagnostics/lines.js';
export { escapeControls } from './diagnostics/quote.js';
export { type Findings, renderCounts, renderHuman } from './diagnostics/render/human.js';
export {
  docsOf,
  type JsonDiagnostic,
  type JsonFindings,
  toJsonFindings,
} from './diagnostics/render/json.js';
export type { Paint, Role } from './diagnostics/render/paint.js';
export { type SarifLog, toSarif } from './diagnostics/render/sarif.js';
export {
  type PolicyBody,
  type PolicyDocument,
  parseInline,
  parsePolicyFile,
} from './document/document.js';
export type { PolicySettings } from './document/settings.js';
export type { AddressBlock, Endpoint, EndpointResult, PortRange } from './endpoint/endpoint.js';
export { parseEndpoint } from './endpoint/endpoint.js';
export { type ExplainOptions, explain } from './explain/explain.js';
export type {
  Enforcement,
  EnforcementOf,
  ExplainedClause,
  ExplainedGate,
  ExplainedLabel,
  ExplainedRule,
  Explanation,
} from './explain/explanation.js';
export { renderExplanation } from './explain/render.js';
export { type Formatted, format } from './format/format.js';
export { formatPolicyFile } from './format/format-file.js';
export type { Glob, GlobAlternative, GlobResult, GlobToken } from './glob/glob.js';
export { parseGlob } from './glob/glob.js';
export { createPathMatcher, type PathMatcher } from './glob/path-matcher.js';
export type { Numbers } from './lower/keep-numbers.js';
export type { Listing } from './lower/listing.js';
export { type Lowered, type LowerOptions, lower } from './lower/lower.js';
export { type AgainVerdict, decideAgain, type Recorded } from './model/again.js';
export type { Decision } from './model/decide.js';
export type { Argv, Aspect, Event } from './model/event.js';
export { createModel, type Model } from './model/model.js';
export type {
  ArgPattern,
  Clause,
  Condition,
  EndpointPattern,
  ExecPattern,
  Gate,
  GateOpener,
  HostFacts,
  PathPattern,
  Program,
  Rule,
  Source,
  Span,
  TargetPattern,
  Transform,
} from './program.js';
export { parse, type SyntaxTree } from './syntax/parse.js';
export type { SyntaxElement, SyntaxNode } from './syntax/red.js';
