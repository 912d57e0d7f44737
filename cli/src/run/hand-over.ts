import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import type { Tip } from '@rein/ledger';
import { cliFault } from '../fault.js';
import { within } from './grace.js';

/** The recorder opens the log and says so in a moment; past this it hangs. */
const READY_LIMIT_MS = 10_000;
export const READY = 'recording\n';
/** Descriptors of the recorder beside its stdin. */
export const ENGINE_FD = 3;
export const EVENTS_FD = 4;

/** What the recorder is told on its stdin, before the bytes that were read and not taken. */
export interface Handed {
  readonly tip: Tip;
  readonly hasEvents: boolean;
}

/**
 * Starts the process that goes on recording a run: of a session of its own, so that no key and no
 * closing terminal reaches it. Resolves when it has taken over; throws `not-handed-over`.
 */
export async function startRecorder(
  run: string,
  handed: Handed,
  streams: { readonly engine: Socket; readonly unread: Buffer; readonly events?: number },
): Promise<void> {
  const head = Buffer.from(JSON.stringify(handed));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  const [, script = ''] = process.argv;
  const child = spawn(process.execPath, [script, '__record', run], {
    detached: true,
    cwd: '/',
    stdio: ['pipe', 'pipe', 'ignore', streams.engine, streams.events ?? 'ignore'],
  });
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(Buffer.concat([length, head, streams.unread]));
  const ready = new Promise<string>((resolve) => {
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.endsWith('\n')) resolve(said);
    });
    child.on('error', (error) => resolve(error.message));
    child.on('exit', (code, signal) => resolve(`the recorder ended (${signal ?? code})`));
  });
  const said = await within(ready, READY_LIMIT_MS, 'the recorder does not answer');
  child.stdout?.destroy();
  child.unref();
  if (said !== READY) throw cliFault('not-handed-over', { why: said.trim() });
}

/** Reads what `startRecorder` wrote. */
export function parseHanded(bytes: Buffer): Handed & { readonly unread: Buffer } {
  const end = 4 + bytes.readUInt32LE(0);
  const value: unknown = JSON.parse(bytes.toString('utf8', 4, end));
  const tip: unknown = typeof value === 'object' && value !== null && Reflect.get(value, 'tip');
  if (typeof value !== 'object' || value === null || typeof tip !== 'object' || tip === null) {
    throw new Error('the hand-over is not an object');
  }
  const entries: unknown = Reflect.get(tip, 'entries');
  const hash: unknown = Reflect.get(tip, 'hash');
  if (typeof entries !== 'number' || typeof hash !== 'string') throw new Error('it has no tip');
  return {
    tip: { entries, hash },
    hasEvents: Reflect.get(value, 'hasEvents') === true,
    unread: bytes.subarray(end),
  };
}
