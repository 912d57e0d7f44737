import type { Flow } from '../timeline/flows.js';
import type { Row } from '../timeline/rows.js';
import { flowPart } from './flow-parts.js';
import { type Html, html } from './html.js';
import { rowPart } from './row-parts.js';
import { STYLE } from './style.js';

/** What is on the page of a run. All strings are foreign. */
export interface RunPage {
  readonly run: string;
  readonly command: string;
  /** Short facts about the run, in order. */
  readonly facts: readonly string[];
  readonly rows: readonly Row[];
  readonly flows: readonly Flow[];
  readonly zeroMs: number;
  /** Folder that paths in flows are named from. */
  readonly cwd: string;
  /** What the verification of the record found, in a sentence. */
  readonly verdict: { readonly ok: boolean; readonly text: string };
}

/**
 * A page that stands alone: no script, nothing that is fetched, and a policy for the browser that
 * says so. Whatever an agent put into its paths stays text.
 */
export function renderPage(of: RunPage): string {
  const { run, command, facts, rows, flows, zeroMs, cwd, verdict } = of;
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>run ${run.slice(-6)}</title><style>${{ html: STYLE }}</style></head><body>
<h1>run ${run}</h1>
${command === '' ? '' : html`<code class="command">${command}</code>`}
<p class="facts">${facts.map((fact) => html`<span>${fact}</span>`)}</p>
<p class="verdict ${verdict.ok ? 'good' : 'bad'}">${verdict.text}</p>
${flowsPart(flows, cwd)}
<h2>What happened</h2>
<ol>
${rows.map((row) => rowPart(row, zeroMs))}</ol>
<footer>Made by rein replay. The record itself, not this page, is the evidence: rein audit verify.</footer>
</body></html>
`;
  return page.html;
}

function flowsPart(flows: readonly Flow[], cwd: string): Html {
  if (flows.length === 0) return html``;
  return html`<h2>Where it came from</h2>
${flows.some(({ origins }) => origins.length > 0) ? html`<p class="reason">⇢ written on by some process that carried the label: the record has no entry for it.</p>` : ''}
${flows.map((flow) => flowPart(flow, cwd))}`;
}
