/** Who carries a label, and how it is lost. */
import { quote } from '../diagnostics/quote.js';
import type { Program, Source, Transform } from '../program.js';
import type { ExplainedLabel } from './explanation.js';
import { endpointWords, execWords, pathWords } from './words-pattern.js';

export function explainLabels(program: Program): ExplainedLabel[] {
  return program.labels.slice(BUILT_IN).map((name) => ({
    name,
    says: [
      ...program.sources.filter(({ label }) => label === name).map(sourceWords),
      ...program.transforms.filter(({ label }) => label === name).map(transformWords),
    ],
  }));
}

/** AGENT and COMMAND come first, and say nothing about what a process did. */
const BUILT_IN = 2;

function sourceWords(source: Source): string {
  switch (source.kind) {
    case 'file':
      return `A process that reads ${pathWords(source.path, 'file')} carries it from then on, and so does what it writes.`;
    case 'endpoint':
      return `A process that receives from ${endpointWords(source.endpoint)} carries it from then on, and so does what it writes.`;
    case 'exec':
      return `A process that runs ${execWords(source.exec)} carries it, with all that it starts and writes.`;
    case 'agent':
      return `Every process carries it when the agent of the run is ${quote(source.id)}.`;
    default:
      return source satisfies never;
  }
}

function transformWords(transform: Transform): string {
  const by =
    transform.kind === 'exec'
      ? `A process that runs ${execWords(transform.exec)}`
      : `Once a person approves ${quote(transform.name)}, every process`;
  if (transform.what === 'endorse') return `${by} carries it.`;
  return transform.kind === 'exec'
    ? `${by} loses it and does not gain it again, nor does what it starts.`
    : `${by} counts as not carrying it.`;
}
