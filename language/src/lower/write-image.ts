/** Sections and header to one image. */
import {
  ELEMENT_BYTES,
  GUARDS,
  HEADER,
  HEADER_BYTES,
  IMAGE_MAGIC,
  IMAGE_VERSION,
  LABEL_ATOM,
  SECTIONS,
} from '@rein/contract';
import type { Program } from '../program.js';
import { crc32 } from './crc32.js';
import { BUILT_IN_LABELS } from './facts.js';
import { type KeptBits, markOf } from './keep-bits.js';
import type { Numbering } from './numbering.js';
import type { SectionWriter } from './section.js';

const ALIGNMENT = 8;

export interface Head {
  readonly numbering: Numbering;
  readonly bits: KeptBits;
  readonly guards: Program['guards'];
  readonly opsConcerned: number;
  readonly flags: number;
  /** 32 bytes: SHA-256 of the policy text. */
  readonly policyDigest: Uint8Array;
}

/** Lays the sections out behind the header. */
export function writeImage(head: Head, sections: readonly SectionWriter[]): Uint8Array {
  const placed = place(sections);
  const end = placed.at(-1);
  const total = end === undefined ? HEADER_BYTES : end.off + end.bytes.length;
  const image = new Uint8Array(total);
  const view = new DataView(image.buffer);
  writeHead(view, head, total);
  image.set(head.policyDigest.subarray(0, 32), HEADER.policyDigest);
  placed.forEach(({ off, bytes, count }, i) => {
    view.setUint32(HEADER.sections + 8 * i, off, true);
    view.setUint32(HEADER.sections + 8 * i + 4, count, true);
    image.set(bytes, off);
  });
  view.setUint32(HEADER.crc32, crc32(image), true);
  return image;
}

function place(sections: readonly SectionWriter[]): readonly {
  readonly off: number;
  readonly bytes: Uint8Array;
  readonly count: number;
}[] {
  let at = HEADER_BYTES;
  return SECTIONS.map((name) => {
    const section = sections.find((one) => one.section === name);
    const bytes = section?.bytes ?? new Uint8Array(0);
    const off = Math.ceil(at / ALIGNMENT) * ALIGNMENT;
    at = off + bytes.length;
    return { off, bytes, count: bytes.length / ELEMENT_BYTES[name] };
  });
}

function writeHead(view: DataView, head: Head, total: number): void {
  const { numbering, bits, guards } = head;
  for (let i = 0; i < IMAGE_MAGIC.length; i++) view.setUint8(i, IMAGE_MAGIC.charCodeAt(i));
  view.setUint16(HEADER.version, IMAGE_VERSION, true);
  view.setUint16(HEADER.headerBytes, HEADER_BYTES, true);
  view.setUint32(HEADER.totalBytes, total, true);
  view.setUint32(HEADER.opsConcerned, head.opsConcerned, true);
  const guardMask = GUARDS.reduce((mask, one, i) => mask | (guards.has(one) ? 1 << i : 0), 0);
  view.setUint32(HEADER.guards, guardMask, true);
  view.setUint32(HEADER.flags, head.flags, true);
  view.setUint16(HEADER.atoms, numbering.atoms, true);
  view.setUint16(HEADER.labelAtom, LABEL_ATOM, true);
  view.setUint16(HEADER.gateAtom, numbering.gateAtom, true);
  view.setUint16(HEADER.gateWords, numbering.gateWords, true);
  view.setUint16(HEADER.lineageAtom, numbering.lineageAtom, true);
  view.setUint16(HEADER.lineageWords, numbering.lineageWords, true);
  view.setUint16(HEADER.standingAtom, numbering.standingAtom, true);
  view.setUint16(HEADER.standingWords, numbering.standingWords, true);
  view.setUint16(HEADER.lineageMark, markOf(bits.lineages), true);
  view.setUint16(HEADER.standingMark, markOf(bits.standing), true);
  view.setUint16(HEADER.argAtom, numbering.argAtom, true);
  view.setUint16(HEADER.argAtoms, numbering.argAtoms, true);
  const flowing = ((1n << BigInt(numbering.labels.length)) - 1n) >> BigInt(BUILT_IN_LABELS.length);
  view.setBigUint64(HEADER.flowLabels, flowing << BigInt(BUILT_IN_LABELS.length), true);
}
