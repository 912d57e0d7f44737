import { shown } from '@rein/enforce';
import {
  type BundleResult,
  type Faulty,
  type Finding,
  type Intact,
  type LedgerVerdict,
  type ProofResult,
  type ProvenConsistency,
  type ProvenEntry,
  parseEntry,
} from '@rein/ledger';
import { foreign } from '../terminal/foreign.js';
import { colorsFor } from '../terminal/style.js';
import { count, shortRun } from '../terminal/words.js';
import { summaryOf } from './summary.js';

/** What verification found, in words. */

export function recordWords(run: string, verdict: LedgerVerdict): string {
  const name = run === 'control' ? 'the control record' : `run ${shortRun(run)}`;
  if (!verdict.ok) return faultyWords(name, verdict);
  return intactWords(name, verdict, verdict.live ? 'still being written' : sealWord(verdict));
}

export function bundleWords(verdict: BundleResult): string {
  if (!verdict.ok) return faultyWords('bundle', verdict);
  const policy = verdict.policy === undefined ? 'no policy text' : 'with the policy it was held to';
  const name = `bundle of run ${verdict.run === undefined ? '?' : shortRun(verdict.run)}`;
  return intactWords(name, verdict, `${sealWord(verdict)}, ${policy}`);
}

export function proofWords(verdict: ProofResult): string {
  const { green, dim } = colorsFor('stdout');
  if (!verdict.ok) return broken('proof', verdict.finding);
  const what = verdict.proves === 'entry' ? entryWords(verdict) : consistencyWords(verdict);
  const { retired } = verdict.signer;
  const lines = [
    `root ${verdict.root}`,
    ...(retired === undefined ? [] : [`the key was retired at ${retired}: ask for a bundle`]),
    ...(verdict.proves === 'entry' ? entryLines(verdict) : []),
  ];
  return `${green('ok')} ${what}\n${lines.map((line) => `  ${dim(line)}\n`).join('')}`;
}

function entryWords({ index, origin, entries }: ProvenEntry): string {
  return `proof: entry ${index} stands in the record ${shown(origin)}, signed with ${count(entries, 'entry', 'entries')}`;
}

/** The entry itself, as `rein audit events` lists it. */
function entryLines({ line }: ProvenEntry): string[] {
  const entry = parseEntry(Buffer.from(line));
  return entry === undefined ? [] : [foreign(`${entry.time} ${entry.kind}: ${summaryOf(entry)}`)];
}

function consistencyWords({ earlier, origin, entries }: ProvenConsistency): string {
  const before = earlier.signed ? 'the signed checkpoint' : `root ${earlier.root}`;
  return `proof: the record ${shown(origin)}, signed with ${count(entries, 'entry', 'entries')}, continues ${before} of ${earlier.entries}`;
}

function intactWords(name: string, verdict: Intact, state: string): string {
  const { green, dim } = colorsFor('stdout');
  const signed = verdict.signed === undefined ? '' : `, ${verdict.signed} signed`;
  return (
    `${green('ok')} ${name}: ${count(verdict.entries, 'entry', 'entries')}${signed}, ${state}\n` +
    `  ${dim(`root ${verdict.root}`)}\n`
  );
}

function sealWord({ sealed }: Intact): string {
  return sealed ? 'sealed' : 'not sealed';
}

function faultyWords(name: string, { finding, sound }: Faulty): string {
  return broken(name, finding, `${count(sound, 'entry', 'entries')} before it are in order`);
}

function broken(name: string, finding: Finding, more?: string): string {
  const { red, dim, cyan } = colorsFor('stdout');
  return (
    `${red('broken')} ${name}: ${finding.message} ${dim(`[${finding.id}]`)}\n` +
    (more === undefined ? '' : `  ${more}\n`) +
    `  ${cyan('help')}: ${finding.help}\n`
  );
}
