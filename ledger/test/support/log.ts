import { generateKeyPairSync } from 'node:crypto';
import { Chain } from '../../src/entry/chain.js';
import type { Entry, Fields } from '../../src/entry/entry.js';
import { encodeHead } from '../../src/head.js';
import { createSigner } from '../../src/keys/private-key.js';
import { Frontier } from '../../src/merkle/frontier.js';
import { entryLeafHash } from '../../src/merkle/hash.js';
import { checkpointOrigin, signCheckpoint } from '../../src/note/checkpoint.js';
import type { Signer } from '../../src/note/key.js';

export const RUN = '01J8Z0RE1N000000000000TEST';
export const OTHER_RUN = '01J8Z0RE1N00000000000OTHER';

/** A log made in memory, with what should stand beside it. */
export interface TestLog {
  readonly run: string;
  readonly entries: readonly Entry[];
  readonly lines: readonly Buffer[];
  readonly bytes: Buffer;
  readonly head: Buffer;
  readonly checkpoint: Buffer;
}

export function newSigner(): Signer {
  return createSigner(generateKeyPairSync('ed25519').privateKey);
}

export const SIGNER = newSigner();

/** The fields of the entry at `seq`: every kind of value, and text that needs care. */
export function someFields(seq: number): Fields {
  return {
    rule: `rule-${seq}`,
    effect: seq % 2 === 0 ? 'block' : 'notify',
    argv: ['git', 'commit', '-m', `"quoted" \\ \n\t\u0001 €${seq} \u{1f600}`],
    pid: seq,
    after: null,
    ratio: seq / 3,
    nested: { deep: [true, false, {}] },
    é: 1,
  };
}

export interface LogOptions {
  readonly run?: string;
  readonly signer?: Signer;
  /** The kind of the entry at `seq`. */
  readonly kind?: (seq: number) => string;
  readonly fields?: (seq: number) => Fields;
  readonly began?: Date;
}

/** Makes a log of `count` entries, one second apart, with its head and checkpoint. */
export function makeLog(count: number, options: LogOptions = {}): TestLog {
  const run = options.run ?? RUN;
  const began = options.began ?? new Date('2026-11-20T10:00:00.000Z');
  const chain = new Chain(run);
  const links = Array.from({ length: count }, (_, seq) => {
    const time = new Date(began.getTime() + seq * 1000);
    const fields = options.fields ?? someFields;
    return chain.next(options.kind?.(seq) ?? 'match', fields(seq), time);
  });
  const lines = links.map((link) => link.line);
  const entries = links.map((link) => link.entry);
  const bytes = Buffer.concat(lines);
  return { run, entries, lines, bytes, ...witness(run, lines, entries, options.signer ?? SIGNER) };
}

/** The head and checkpoint of these entries. */
export function witness(
  run: string,
  lines: readonly Buffer[],
  entries: readonly Entry[],
  signer: Signer,
): { head: Buffer; checkpoint: Buffer } {
  const frontier = new Frontier();
  for (const entry of entries) frontier.add(entryLeafHash(entry.hash));
  const root = frontier.root();
  const hash = entries.at(-1)?.hash ?? '0'.repeat(64);
  const bytes = lines.reduce((sum, line) => sum + line.length, 0);
  const head = encodeHead({ v: 1, run, entries: entries.length, hash, root, bytes });
  const size = entries.length;
  const checkpoint = signCheckpoint({ origin: checkpointOrigin(run), size, root }, [signer]);
  return { head, checkpoint };
}
