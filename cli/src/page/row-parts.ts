import { actionOf, type DecisionView, disguiseOf } from '../record/view.js';
import { commandLine, count, duration, offset } from '../terminal/words.js';
import type { DecisionRow, FactRow, Row } from '../timeline/rows.js';
import { type Html, html } from './html.js';

/** One line of the timeline. */
export function rowPart(row: Row, zeroMs: number): Html {
  return row.kind === 'fact' ? factPart(row, zeroMs) : decisionPart(row, zeroMs);
}

function factPart({ timeMs, tone, topic, text }: FactRow, zeroMs: number): Html {
  return html`<li class="fact">${at(timeMs, zeroMs)}<span>${topic}</span><span class="${tone}">${text}</span></li>
`;
}

function decisionPart(row: DecisionRow, zeroMs: number): Html {
  const { view, also, times, lastMs, heldMs } = row;
  const { verb, words } = actionOf(view);
  const disguise = disguiseOf(view);
  const beside = [
    ...(disguise === '' ? [] : [`runs ${disguise}`]),
    ...(view.hold?.by ? [`by ${view.hold.by}`] : []),
    ...(heldMs === undefined ? [] : [`after ${duration(heldMs)}`]),
    ...(times > 1 ? [`${count(times, 'time')} in ${duration(lastMs - view.timeMs)}`] : []),
    ...also.map(({ rule, effect }) => `also ${effect} by ${rule}`),
  ].join(', ');
  return html`<li>${at(view.timeMs, zeroMs)}<span class="outcome ${view.effect}">${view.outcome ?? 'held'}</span><div>
<code>${verb} ${commandLine(words)}</code> <span class="rule">by ${view.rule}${beside === '' ? '' : ` · ${beside}`}</span>
${view.reason === '' ? '' : html`<p class="reason">${view.reason}</p>`}${view.hold?.reason ? html`<p class="said">“${view.hold.reason}”</p>` : ''}
<details><summary>more</summary><dl>${factsOf(view).map(([name, text]) => html`<dt>${name}</dt><dd class="mono">${text}</dd>`)}</dl></details></div></li>
`;
}

function factsOf(view: DecisionView): [string, string][] {
  const { exe, pid, ppid, cwd, labels, clause, staleBy, feedback, seq } = view;
  const facts: [string, string][] = [
    ['process', exe === '' ? '' : `${exe} (pid ${pid}, child of ${ppid})`],
    ['in', cwd],
    ['carries', labels.join(' ')],
    ['clause', clause.text === '' ? '' : `${clause.text} (line ${clause.line})`],
    ['stale', staleBy.map(({ op, target }) => `since ${op} ${target}`).join('; ')],
    ['told', feedback],
    ['entry', String(seq)],
  ];
  return facts.filter(([, text]) => text !== '');
}

function at(timeMs: number, zeroMs: number): Html {
  return html`<time>${offset(timeMs - zeroMs)}</time>`;
}
