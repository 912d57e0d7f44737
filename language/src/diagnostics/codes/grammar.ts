/** R11xx: how a policy is put together. */
import { EFFECTS, type Effect } from '@rein/contract';
import { OPERATION_WORDS } from '../../syntax/kind.js';
import { fixed, worded } from '../define.js';
import { didYouMean } from '../nearest.js';
import { quote, quoteList } from '../quote.js';
import { meantEffect, meantOperation } from './synonyms.js';

/** A token as a message names it. */
interface Found {
  /** Empty when there is nothing on the line. */
  readonly found: string;
}

interface Word {
  readonly word: string;
}

const EVENT_EXAMPLE = 'an event is written `exec "pytest"` or `write "src/**"`';

function shown(found: string): string {
  return found === '' ? 'nothing' : quote(found);
}

export const grammarProblems = {
  expectedDeclaration: worded(
    'R1101',
    'error',
    'something that is no declaration',
    ({ found }: Found) => ({
      message: `expected \`source\`, \`rule\`, \`declassify\` or \`endorse\`, found ${shown(found)}`,
      help: declarationHelp(found),
    }),
  ),

  outsideRule: worded(
    'R1102',
    'error',
    'a clause or a reason outside a rule',
    ({ found }: Found) => ({
      message: `${quote(found)} belongs to no rule`,
      help: 'start a rule with `rule NAME:` and put its clauses below',
    }),
  ),

  missingRuleName: worded('R1103', 'error', 'a rule without a name', ({ found }: Found) => ({
    message: `a rule needs a name, found ${shown(found)}`,
    help: found.startsWith('"') ? 'names have no quotes' : 'write `rule no-force-push:`',
  })),

  missingColon: worded('R1104', 'error', 'a rule name without a colon', ({ word }: Word) => ({
    message: `\`:\` is missing after the rule's name ${quote(word)}`,
    help: `write ${quote(`rule ${word}:`)}`,
  })),

  missingEffect: worded('R1105', 'error', 'a clause without an effect', ({ word }: Word) => ({
    message: 'a clause starts with an effect',
    help: `write ${quote(`block ${word} …`)}; the effects are ${quoteList(EFFECTS, 'and')}`,
  })),

  unknownEffect: worded(
    'R1106',
    'error',
    'an effect that does not exist',
    ({ word }: Word, span) => {
      const meant = meantEffect(word);
      return {
        message: `there is no effect ${quote(word)}`,
        help: effectHelp(word, meant),
        fix: meant === undefined ? undefined : { span, text: meant },
      };
    },
  ),

  unknownOperation: worded(
    'R1107',
    'error',
    'an operation that does not exist',
    ({ found }: Found, span) => {
      const meant = meantOperation(found);
      return {
        message: `expected an operation, found ${shown(found)}`,
        help:
          meant === undefined
            ? `the operations are ${quoteList(OPERATION_WORDS, 'and')}`
            : `did you mean \`${meant}\`?`,
        fix: meant === undefined ? undefined : { span, text: meant },
      };
    },
  ),

  missingPattern: worded(
    'R1108',
    'error',
    'a pattern that is not there',
    ({ after }: { readonly after: string }) => ({
      message: `a pattern is missing after \`${after}\``,
      help: 'write one in double quotes, or `any`',
    }),
  ),

  wrongTargetKind: worded(
    'R1109',
    'error',
    'a target of the wrong kind',
    ({ operation, keyword }: { readonly operation: string; readonly keyword: string }) => ({
      message: `\`${operation}\` has ${targetOf(operation)} for a target, not ${article(keyword)}`,
      help: `leave \`${keyword}\` out, or choose another operation`,
    }),
  ),

  argumentsOutsideExec: worded(
    'R1110',
    'error',
    'arguments of something that has none',
    ({ word }: Word) => ({
      message: `\`${word}\` takes one pattern and no arguments`,
      help: 'only `exec` has arguments; for two patterns write two clauses, or `{a,b}`',
    }),
  ),

  missingCondition: worded('R1111', 'error', 'a condition that is not there', ({ word }: Word) => ({
    message: `a condition is missing after \`${word}\``,
    help: 'a label, `target "…"`, `arg "…"`, `lineage-includes exec "…"` or `after …`',
  })),

  notACondition: worded('R1112', 'error', 'something that is no condition', ({ found }: Found) => ({
    message: `${shown(found)} is not a condition`,
    help: conditionHelp(found),
  })),

  unclosedParenthesis: fixed(
    'R1113',
    'error',
    'this parenthesis is never closed',
    'put `)` where the group ends',
  ),

  secondIf: fixed('R1114', 'error', 'a clause has one `if`', 'join the two with `and`'),

  ifAfterUnless: fixed('R1115', 'error', '`if` comes before `unless`', 'swap the two'),

  missingEvent: worded('R1136', 'error', 'an event that is not there', ({ word }: Word) => ({
    message: `an event is missing after \`${word}\``,
    help: EVENT_EXAMPLE,
  })),

  eventWithoutVerb: worded('R1116', 'error', 'an event without a verb', ({ found }: Found) => ({
    message: `the event ${quote(found)} has no verb`,
    help: `each event has its own: write ${quote(`write ${found}`)} or ${quote(`exec ${found}`)}`,
  })),

  unknownEvent: worded(
    'R1117',
    'error',
    'an event that no gate can wait for',
    ({ found }: Found) => ({
      message: `a gate cannot wait for ${shown(found)}`,
      help: `its events are \`exec\`, \`open\`, \`read\`, \`write\`, \`unlink\` and \`approval\``,
    }),
  ),

  eventWithoutAfter: worded(
    'R1118',
    'error',
    'an event where a condition belongs',
    ({ word }: Word) => ({
      message: `\`${word}\` is an event, not a condition`,
      help: `write \`after ${word} …\` to ask whether it has happened`,
    }),
  ),

  badExitStatus: worded('R1119', 'error', 'an exit status out of range', ({ found }: Found) => ({
    message: `an exit status is a number from 0 to 255, not ${shown(found)}`,
    help: 'write `exits 0` for success',
  })),

  exitsWithoutExec: worded(
    'R1120',
    'error',
    '`exits` of something that does not run',
    ({ word }: Word) => ({
      message: `\`exits\` needs an \`exec\` before it, not \`${word}\``,
      help: 'only a program has an exit status',
    }),
  ),

  exitsInSince: fixed(
    'R1121',
    'error',
    '`exits` belongs to the event that opens the gate',
    'write it before `since`',
  ),

  missingString: worded('R1122', 'error', 'a text that is not there', ({ word }: Word) => ({
    message: `\`${word}\` needs a text in double quotes`,
    help: undefined,
  })),

  secondBecause: fixed('R1123', 'error', 'a rule has one `because`', 'put it all into one text'),

  unexpected: worded(
    'R1124',
    'error',
    'something that does not belong there',
    ({ found }: Found) => ({
      message: `${shown(found)} does not belong here`,
      help: unexpectedHelp(found),
    }),
  ),

  missingLabel: worded(
    'R1125',
    'error',
    'a label that is not there',
    ({ word, found }: Word & Found) => ({
      message: `a label is missing after \`${word}\`, found ${shown(found)}`,
      help: found.startsWith('"') ? 'labels have no quotes' : 'a label is a name such as `SECRET`',
    }),
  ),

  reservedLabel: worded(
    'R1126',
    'error',
    'a label that is a word of the language',
    ({ word }: Word) => ({
      message: `\`${word}\` is a word of the language and cannot name a label`,
      help: 'choose another name',
    }),
  ),

  missingEquals: worded('R1127', 'error', 'a source without `=`', ({ found }: Found) => ({
    message: `\`=\` is missing after the label, found ${shown(found)}`,
    help: 'write `source SECRET = file "**/.env"`',
  })),

  unknownSourceKind: worded(
    'R1128',
    'error',
    'a source of an unknown kind',
    ({ found }: Found) => ({
      message: `a label comes from \`file\`, \`endpoint\`, \`exec\` or \`agent\`, not from ${shown(found)}`,
      help: didYouMean(found, ['file', 'endpoint', 'exec', 'agent']),
    }),
  ),

  missingBy: worded(
    'R1129',
    'error',
    'a transform without `by`',
    ({ word, found }: Word & Found) => ({
      message: `\`by\` is missing, found ${shown(found)}`,
      help: `write \`${word} LABEL by exec "…"\``,
    }),
  ),

  unknownAuthority: worded(
    'R1130',
    'error',
    'a transform by something else',
    ({ found }: Found) => ({
      message: `a label is changed by \`exec\` or by \`approval\`, not by ${shown(found)}`,
      help: 'write `by exec "**/redact"` or `by approval "release"`',
    }),
  ),

  lineageWithoutExec: worded(
    'R1131',
    'error',
    '`lineage-includes` without `exec`',
    ({ found }: Found) => ({
      message: `\`exec\` is missing after \`lineage-includes\`, found ${shown(found)}`,
      help: 'write `lineage-includes exec "make"`',
    }),
  ),

  tooDeep: worded('R1132', 'error', 'a condition that is nested too deep', ({ max }: Limit) => ({
    message: `conditions go at most ${max} levels deep`,
    help: 'split the clause',
  })),

  tooManyTerms: worded('R1133', 'error', 'a condition with too many terms', ({ max }: Limit) => ({
    message: `the conditions of a clause have at most ${max} terms`,
    help: 'split the clause, or join patterns: `target "{a,b}"`',
  })),

  tooManyArguments: worded('R1134', 'error', 'too many arguments', ({ max }: Limit) => ({
    message: `\`exec\` takes at most ${max} arguments`,
    help: undefined,
  })),

  tooManyClosers: worded('R1135', 'error', 'too many events after `since`', ({ max }: Limit) => ({
    message: `\`since\` takes at most ${max} events`,
    help: 'join patterns: `write "{src,test}/**"`',
  })),
} as const;

interface Limit {
  readonly max: number;
}

function declarationHelp(found: string): string | undefined {
  if (found === 'label') return 'a label needs no declaration; its first `source` makes it';
  if (ALLOWING.test(found)) return ALLOWED;
  return didYouMean(found, ['source', 'rule', 'declassify', 'endorse']);
}

const ALLOWING = /^(allow|permit|pass|accept)$/i;
const ALLOWED = 'what no clause refuses is allowed; exceptions are written `unless …`';

function effectHelp(word: string, meant: Effect | undefined): string {
  if (ALLOWING.test(word)) return ALLOWED;
  if (meant === undefined) return `the effects are ${quoteList(EFFECTS, 'and')}`;
  return `did you mean \`${meant}\`?`;
}

function targetOf(operation: string): string {
  if (operation === 'exec') return 'a program';
  return operation === 'connect' || operation === 'recv' ? 'an endpoint' : 'a file';
}

function article(keyword: string): string {
  return keyword === 'endpoint' ? 'an endpoint' : `a ${keyword}`;
}

function conditionHelp(found: string): string {
  if (found.startsWith('"')) return `to compare the target write ${quote(`target ${found}`)}`;
  if (found === 'approval') return 'write `after approval "…"`';
  if (found === 'since' || found === 'exits') return `\`${found}\` follows \`after …\``;
  if (found === 'false') return 'write `not true`';
  return 'a label, `target "…"`, `arg "…"`, `lineage-includes exec "…"` or `after …`';
}

function unexpectedHelp(found: string): string | undefined {
  if (found === 'since' || found === 'exits') return `\`${found}\` follows \`after …\``;
  if (found === 'reason') return 'the reason of a rule is `because "…"`';
  if (found === ')') return 'no parenthesis is open';
  if (found === 'and' || found === 'or') return 'start the condition with `if` or `unless`';
  if (found === 'when') return 'write `if`';
  if (/^(except|but|without)$/.test(found)) return 'write `unless`';
  if (found.startsWith('"')) return 'a text follows `because`; a pattern follows its operation';
  return didYouMean(found, ['if', 'unless', 'because', 'and', 'or', 'since', 'exits', 'after']);
}
