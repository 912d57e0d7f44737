import { FRAME_BYTES_MAX, FRAME_HEADER_BYTES, TO_ENGINE } from '@rein/contract';
import { fault } from '../fault.js';
import { addressBytes } from './address.js';

/** Addresses one `name` frame carries: their count is one byte. */
export const NAME_ADDRESSES_MAX = 255;
/** Bytes of a decision's reason: it is shown to an agent and kept on the record. */
export const REASON_BYTES_MAX = 1024;

/** One frame: u32 payload length, u32 type, payload; little-endian. */
export function encodeFrame(type: number, payload: Uint8Array = new Uint8Array()): Buffer {
  if (payload.length > FRAME_BYTES_MAX) {
    throw fault('frame-too-long', { bytes: payload.length, limit: FRAME_BYTES_MAX });
  }
  const frame = Buffer.allocUnsafe(FRAME_HEADER_BYTES + payload.length);
  frame.writeUInt32LE(payload.length, 0);
  frame.writeUInt32LE(type, 4);
  frame.set(payload, FRAME_HEADER_BYTES);
  return frame;
}

/** `name`: what a host name resolves to. Addresses past the 255th are left out. */
export function nameFrame(name: string, addresses: readonly string[]): Buffer {
  const sent = addresses.slice(0, NAME_ADDRESSES_MAX);
  return encodeFrame(
    TO_ENGINE.name,
    Buffer.concat([Buffer.of(sent.length), ...sent.map(addressBytes), Buffer.from(name, 'utf8')]),
  );
}

/** `decide`: a person's answer to one hold. */
export function decideFrame(hold: bigint, approve: boolean, reason: string): Buffer {
  const head = Buffer.alloc(9);
  head.writeBigUInt64LE(hold, 0);
  head.writeUInt8(approve ? 1 : 0, 8);
  return encodeFrame(TO_ENGINE.decide, Buffer.concat([head, cutUtf8(reason, REASON_BYTES_MAX)]));
}

/** `approve`: a person opens the gates of a class for the run. */
export function approveFrame(gateClass: string, reason: string): Buffer {
  return encodeFrame(TO_ENGINE.approve, withReason(gateClass, reason));
}

/** `swap`: the run goes on under the policy at a path. */
export function swapFrame(path: string, reason: string): Buffer {
  return encodeFrame(TO_ENGINE.swap, withReason(path, reason));
}

function withReason(name: string, reason: string): Buffer {
  const cut = cutUtf8(reason, REASON_BYTES_MAX);
  return Buffer.concat([Buffer.from(name, 'utf8'), Buffer.of(0), cut]);
}

/** `label`: a file that is to carry what the run's starter does. */
export function labelFrame(path: string): Buffer {
  return encodeFrame(TO_ENGINE.label, Buffer.from(`${path}\0`, 'utf8'));
}

/** `protect`: a process that records, to be put out of the run's reach. */
export function protectFrame(pid: number): Buffer {
  const payload = Buffer.alloc(4);
  payload.writeUInt32LE(pid, 0);
  return encodeFrame(TO_ENGINE.protect, payload);
}

/** UTF-8 of a text, ended at a whole character within the limit. */
function cutUtf8(text: string, limit: number): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length <= limit) return bytes;
  let end = limit;
  // A continuation byte is 10xxxxxx: step back to the start of the character that was cut.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return bytes.subarray(0, end);
}
