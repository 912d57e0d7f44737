/** One step: what happens, who does it, what is expected. */
import { isMap, type Node } from 'yaml';
import { casesProblems } from '../diagnostics/codes/cases.js';
import { documentProblems } from '../diagnostics/codes/document.js';
import { type Entry, entriesOf, kindOf, spanOfNode } from '../document/yaml/values.js';
import { ACTIONS, type Step } from './case.js';
import { textOfScalar } from './plain-text.js';
import { readAction } from './read-action.js';
import type { Reading } from './read-cases.js';
import { readExpectation } from './read-expectation.js';

/** Keys beside the action; each says which actions it is about. */
const DETAILS: Readonly<Record<string, readonly string[]>> = {
  file: ['exec'],
  interpreter: ['exec'],
  exits: ['exec'],
  directory: ['rename', 'link'],
  hosts: ['connect', 'listen'],
};

const COMMON = ['as', 'expect', 'answer'] as const;
const KEYS = [...ACTIONS, ...COMMON, ...Object.keys(DETAILS)];

/** Steps to which nobody says yes or no. */
const UNDECIDED: readonly string[] = ['fork', 'exit', 'approve'];

/** Undefined, and reported, when it cannot be read. */
export function readStep(node: Node, reading: Reading): Step | undefined {
  const { sink, lines, text } = reading;
  if (!isMap(node)) {
    const wrong = {
      key: 'steps',
      expected: 'a list such as `- exec: git push`',
      found: kindOf(node),
    };
    sink.add(documentProblems.wrongType(spanOfNode(node), wrong));
    return undefined;
  }
  const entries = entriesOf(node, KEYS, sink);
  const action = actionOf(entries, node, reading);
  if (action === undefined) return undefined;
  const find = (key: string): Entry | undefined => entries.find((entry) => entry.key === key);
  for (const { key, keySpan } of entries) {
    const about = DETAILS[key];
    const isDecision = key === 'expect' || key === 'answer';
    const fits =
      about === undefined
        ? !(isDecision && UNDECIDED.includes(action.key))
        : about.includes(action.key);
    if (!fits) sink.add(casesProblems.misplacedKey(keySpan, { key, action: action.key }));
  }
  const done = readAction(action, find, reading);
  const expect = readExpectation(find('expect'), sink);
  if (done === undefined || expect === undefined) return undefined;
  const end = action.value === null ? action.keySpan.end : spanOfNode(action.value).end;
  return {
    line: lines.at(action.keySpan.start).line,
    text: text.slice(action.keySpan.start, end).trim().replace(/\s+/g, ' '),
    as: textOfScalar(find('as')?.value ?? null) ?? null,
    action: done,
    expect,
    answer: readAnswer(find('answer'), reading),
  };
}

function actionOf(entries: readonly Entry[], node: Node, { sink }: Reading): Entry | undefined {
  const [first, second] = entries.filter(({ key }) => ACTIONS.some((action) => action === key));
  const { start } = spanOfNode(node);
  // An unknown key was reported, and was probably meant as the action.
  const isWhole = isMap(node) && node.items.length === entries.length;
  if (first === undefined) {
    if (isWhole) sink.add(casesProblems.missingAction({ start, end: start }, { known: ACTIONS }));
  } else if (second !== undefined) {
    const both = { one: first.key, other: second.key };
    sink.add(casesProblems.severalActions(second.keySpan, both));
  }
  return first;
}

function readAnswer(entry: Entry | undefined, { sink }: Reading): Step['answer'] {
  if (entry === undefined) return 'deny';
  const text = textOfScalar(entry.value);
  if (text === 'approve' || text === 'deny') return text;
  const found = text === undefined ? kindOf(entry.value) : `\`${text.slice(0, 40)}\``;
  sink.add(casesProblems.badAnswer(entry.keySpan, { found }));
  return 'deny';
}
