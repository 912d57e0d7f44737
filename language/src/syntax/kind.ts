/** Names of everything that the tree is made of, and the words of the language. */

export type TokenKind =
  | 'whitespace'
  | 'comment'
  | 'word'
  | 'number'
  | 'string'
  | 'colon'
  | 'equals'
  | 'left-paren'
  | 'right-paren'
  /** Characters that the language has no use for. */
  | 'unknown';

/** Tokens that mean nothing, but are kept. */
export type TriviaKind = Extract<TokenKind, 'whitespace' | 'comment'>;

export type NodeKind =
  | 'policy'
  | 'source'
  | 'rule'
  | 'clause'
  | 'because'
  | 'transform'
  /** `exec PATTERN ARG*` */
  | 'exec'
  /** `write file PATTERN` and its like; in a source just `file PATTERN`. */
  | 'file'
  /** `connect endpoint PATTERN`; in a source just `endpoint PATTERN`. */
  | 'endpoint'
  | 'agent'
  | 'approval'
  | 'if'
  | 'unless'
  | 'or'
  | 'and'
  | 'not'
  | 'group'
  | 'label'
  | 'true'
  | 'target'
  | 'arg'
  | 'lineage'
  | 'after'
  | 'exits'
  | 'since'
  /** What could not be read. */
  | 'error';

/** Words that begin a declaration: nothing else of the language is spelled so. */
export const DECLARATION_WORDS = ['source', 'rule', 'declassify', 'endorse'] as const;

export const FILE_OPERATIONS = ['open', 'read', 'write', 'unlink'] as const;
export const ENDPOINT_OPERATIONS = ['connect', 'recv'] as const;
export const OPERATION_WORDS = ['exec', ...FILE_OPERATIONS, ...ENDPOINT_OPERATIONS] as const;

/** Words that begin an event of a gate. */
export const EVENT_WORDS = ['exec', ...FILE_OPERATIONS, 'approval'] as const;

/** Labels that every process of a run carries. */
export const BUILTIN_LABELS = ['AGENT', 'COMMAND'] as const;

/** Words that cannot be the name of a label. */
export const RESERVED: ReadonlySet<string> = new Set([
  ...DECLARATION_WORDS,
  ...OPERATION_WORDS,
  ...EVENT_WORDS,
  'notify',
  'ask',
  'block',
  'kill',
  'because',
  'by',
  'file',
  'endpoint',
  'agent',
  'any',
  'if',
  'unless',
  'and',
  'or',
  'not',
  'true',
  'target',
  'arg',
  'lineage-includes',
  'after',
  'exits',
  'since',
]);

/** True when `word` is in `words`, and then known to be one of them. */
export function isOneOf<const T extends string>(words: readonly T[], word: string): word is T {
  return words.some((one) => one === word);
}
