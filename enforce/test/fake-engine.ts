import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Makes a program that speaks frames like the engine does, over descriptor 3. `script` is the body
 * of an async function with `say(type, object)`, `next()` (the next frame sent to it, or null when
 * the stream ended), `argv`, `sleep(ms)`.
 */
export function fakeEngine(script: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'rein-fake-')), 'engine.mjs');
  writeFileSync(
    path,
    `#!${process.execPath}\n${PRELUDE}\nawait (async () => {${script}})();\nsocket.end();\n`,
  );
  chmodSync(path, 0o755);
  return path;
}

const PRELUDE = `
import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
const socket = new Socket({ fd: 3 });
const argv = process.argv.slice(2);
let bytes = Buffer.alloc(0), over = false, wake = () => {};
socket.on('data', (chunk) => { bytes = Buffer.concat([bytes, chunk]); wake(); });
socket.on('end', () => { over = true; wake(); });
socket.on('error', () => { over = true; wake(); });
const next = async () => {
  for (;;) {
    const length = bytes.length >= 8 ? bytes.readUInt32LE(0) : Infinity;
    if (bytes.length >= 8 + length) {
      const frame = { type: bytes.readUInt32LE(4), payload: bytes.subarray(8, 8 + length) };
      bytes = bytes.subarray(8 + length);
      return frame;
    }
    if (over) return null;
    await new Promise((resolve) => { wake = resolve; });
  }
};
const raw = (type, payload) => {
  const header = Buffer.alloc(8);
  header.writeUInt32LE(payload.length, 0);
  header.writeUInt32LE(type, 4);
  return new Promise((resolve) => socket.write(Buffer.concat([header, payload]), resolve));
};
const say = (type, value) => raw(type, Buffer.from(JSON.stringify(value)));
const counters = { decisions: 0, matches: 0, held: 0, events_lost: 0, feedback_unwritten: 0,
  continued: 0, labels_dropped: 0, processes: 1 };
`;
