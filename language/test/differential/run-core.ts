/** The same run on the native core. */
import { VERDICTS } from '@rein/contract';
import { type ImageReader, readImage } from '../../src/lower/read-image.js';
import { eventOf } from './build-event.js';
import { type Names, type Outcome, type ProcessOutcome, sorted } from './names.js';
import { eventCommand, type Harness, Objects } from './replay.js';
import type { StepSpec } from './spec.js';

export function runCore(
  harness: Harness,
  bytes: Uint8Array,
  steps: readonly StepSpec[],
  names: Names,
): readonly Outcome[] {
  const read = readImage(bytes);
  if (!read.ok) throw new Error(read.message);
  const objects = new Objects();
  const commands = steps.map((step) => commandsOf(step, read.image, names, objects));
  const answers = harness.replay(bytes, commands.flat());
  let at = 0;
  return steps.map((step, i) => {
    const count = commands[i]?.length ?? 0;
    at += count;
    // Of several commands for one step the last answer is what the step came to.
    return count === 0 ? {} : outcomeOf(step, answers[at - 1] ?? '', names);
  });
}

function commandsOf(
  step: StepSpec,
  image: ImageReader,
  names: Names,
  objects: Objects,
): readonly string[] {
  switch (step.does) {
    case 'fork':
      return [`fork ${step.process} ${step.child}`];
    case 'exit':
      return [`exit ${step.process} ${step.status ?? -1}`];
    case 'approve':
      return names.approvalGates(step.name).map((gate) => `approve ${gate}`);
    case 'exec':
    case 'open':
    case 'unlink':
    case 'rename':
    case 'link':
    case 'connect':
    case 'bind':
      return [eventCommand(eventOf(step), step.commit, image, objects)];
    default:
      return step satisfies never;
  }
}

function outcomeOf(step: StepSpec, line: string, names: Names): Outcome {
  const words = line.split(' ');
  if (step.does === 'fork') return { process: processOf(words, names) };
  if (step.does === 'exit' || step.does === 'approve') return { gates: bits(line, names.gates) };
  const [verdict = '', decisive = '', matches = '', more, ...state] = words;
  return {
    verdict: VERDICTS[Number(verdict)] ?? line,
    decisive: decisive === '-' ? null : Number(decisive),
    matches: matches === '-' ? [] : matches.split(',').map(Number),
    more: Number(more),
    process: processOf(state, names),
    objects: state.slice(4, 6).flatMap((word) => (word === '-' ? [] : [labelsOf(word, names)])),
    gates: bits(state[6] ?? '', names.gates),
  };
}

function processOf(words: readonly string[], names: Names): ProcessOutcome {
  const [labels = '', shield = '', lineage = '', exits = ''] = words;
  return {
    labels: labelsOf(labels, names),
    shield: labelsOf(shield, names),
    lineage: bits(lineage, names.lineages),
    exits: bits(exits, names.exits),
  };
}

function labelsOf(words: string, { labels, live }: Names): readonly string[] {
  return bits(words, labels).filter((label) => live.has(label));
}

/** Names of the bits that are set in 64-bit words of hex, lowest first. */
function bits(words: string, names: readonly string[]): readonly string[] {
  const set: string[] = [];
  for (const [i, word] of words.split(',').entries()) {
    let value = BigInt(`0x${word}`);
    for (let bit = 0; value > 0n; bit++, value >>= 1n) {
      if (value & 1n) set.push(names[64 * i + bit] ?? `bit ${64 * i + bit}`);
    }
  }
  return sorted(set);
}
