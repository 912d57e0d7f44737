/** `allow`, `none`, `block`, `block no-push` */
import { VERDICTS } from '@rein/contract';
import { casesProblems } from '../diagnostics/codes/cases.js';
import { quote } from '../diagnostics/quote.js';
import type { Sink } from '../diagnostics/sink.js';
import { type Entry, kindOf, spanOfNode } from '../document/yaml/values.js';
import type { Expectation } from './case.js';
import { textOfScalar } from './plain-text.js';

const WORDS = ['allow', ...VERDICTS] as const;

/** Without an entry the operation is expected to go through. Undefined, and reported, when bad. */
export function readExpectation(entry: Entry | undefined, sink: Sink): Expectation | undefined {
  if (entry === undefined) return { verdict: 'allow', rule: null, span: null };
  const span = entry.value === null ? entry.keySpan : spanOfNode(entry.value);
  const text = textOfScalar(entry.value);
  const [word, rule, ...rest] = (text ?? '').trim().split(/\s+/);
  const verdict = WORDS.find((one) => one === word);
  const takesRule = verdict !== 'allow' && verdict !== 'none';
  if (verdict === undefined || rest.length > 0 || (rule !== undefined && !takesRule)) {
    const found = text === undefined ? kindOf(entry.value) : quote(text);
    sink.add(casesProblems.badExpectation(span, { found }));
    return undefined;
  }
  return { verdict, rule: rule ?? null, span };
}
