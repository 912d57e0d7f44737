import { actionOf } from '../record/view.js';
import { commandLine } from '../terminal/words.js';
import type { Flow } from '../timeline/flows.js';
import { fromHere } from '../timeline/from-here.js';
import { type Html, html } from './html.js';

/** The graph of one flow: boxes in a row, from the source to what was refused. */
export function flowPart({ label, origins, reading, sink, times }: Flow, cwd: string): Html {
  const [origin] = origins;
  const more = origins.length > 1 ? `or ${origins.length - 1} more` : 'source';
  const here = (path: string): string => fromHere(path, cwd);
  const nodes: Html[] = [];
  if (origin !== undefined) {
    nodes.push(node(here(origin.target), more), sure(node(`pid ${origin.pid}`, origin.op)));
  }
  if (reading === undefined) nodes.push(node('?', 'not on record'));
  else if (origin === undefined) nodes.push(node(here(reading.target), 'source'));
  else nodes.push(inferred(node(here(reading.target), reading.op)));
  if (reading !== undefined && reading.pid !== sink.pid) {
    nodes.push(sure(node(`pid ${reading.pid}`, reading.op)));
  }
  nodes.push(sure(node(sink.exe.slice(sink.exe.lastIndexOf('/') + 1), `pid ${sink.pid}`)));
  const { verb, words } = actionOf(sink);
  const tried = times > 1 ? `, ${times} times` : '';
  const refused = html`<span class="node refused ${sink.effect}"><span class="mono">${verb} ${commandLine(words.map(here))}</span><small>${sink.outcome ?? ''} by ${sink.rule}${tried}</small></span>`;
  return html`<div class="flow"><span class="label">${label}</span>${nodes}${sure(refused)}</div>
`;
}

function node(text: string, below: string): Html {
  return html`<span class="node"><span class="mono">${text}</span><small>${below}</small></span>`;
}

/** A box with the arrow that leads to it: the two stay on one line. */
function sure(to: Html): Html {
  return html`<span class="step"><span class="arrow">→</span>${to}</span>`;
}

function inferred(to: Html): Html {
  return html`<span class="step"><span class="arrow" title="written on by some process that carried it">⇢</span>${to}</span>`;
}
