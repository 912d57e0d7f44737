/** Reads an image back: for tests, and for whoever wants to see what one holds. */
import {
  AUTOMATA,
  type AutomatonKind,
  ELEMENT_BYTES,
  HEADER,
  HEADER_BYTES,
  IMAGE_MAGIC,
  IMAGE_VERSION,
  SECTIONS,
  type Section,
} from '@rein/contract';
import { fromUtf8 } from '../glob/utf8.js';
import { crc32 } from './crc32.js';

export type ReadResult =
  | { readonly ok: true; readonly image: ImageReader }
  /** Lower case, no final period. */
  | { readonly ok: false; readonly message: string };

export interface ImageAutomaton {
  readonly kind: AutomatonKind;
  readonly states: number;
  readonly classCount: number;
  readonly start: number;
  readonly emitFrom: number;
  /** First element of each in its section. */
  readonly firstClass: number;
  readonly firstCell: number;
  readonly firstState: number;
}

/** Opens an image whose frame is whole: magic, version, size, checksum, sections in bounds. */
export function readImage(bytes: Uint8Array): ReadResult {
  const message = frameFault(bytes);
  return message === null ? { ok: true, image: new ImageReader(bytes) } : { ok: false, message };
}

function frameFault(bytes: Uint8Array): string | null {
  if (bytes.length < HEADER_BYTES) return 'the image is shorter than its header';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let i = 0; i < IMAGE_MAGIC.length; i++) {
    if (bytes[i] !== IMAGE_MAGIC.charCodeAt(i)) return 'these bytes are no policy image';
  }
  const version = view.getUint16(HEADER.version, true);
  if (version !== IMAGE_VERSION) return `the image has version ${version}`;
  if (view.getUint32(HEADER.totalBytes, true) !== bytes.length) return 'the image is cut or padded';
  const blank = Uint8Array.from(bytes);
  blank.fill(0, HEADER.crc32, HEADER.crc32 + 4);
  if (crc32(blank) !== view.getUint32(HEADER.crc32, true)) return 'the checksum is wrong';
  const outside = SECTIONS.find((section, i) => {
    const off = view.getUint32(HEADER.sections + 8 * i, true);
    const count = view.getUint32(HEADER.sections + 8 * i + 4, true);
    return off % 8 !== 0 || off + count * ELEMENT_BYTES[section] > bytes.length;
  });
  return outside === undefined ? null : `the section ${outside} lies outside of the image`;
}

export class ImageReader {
  private readonly view: DataView;

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** A header field of two bytes. */
  u16(field: number): number {
    return this.view.getUint16(field, true);
  }

  /** A header field of four bytes. */
  u32(field: number): number {
    return this.view.getUint32(field, true);
  }

  flowLabels(): bigint {
    return this.view.getBigUint64(HEADER.flowLabels, true);
  }

  count(section: Section): number {
    return this.view.getUint32(this.entry(section) + 4, true);
  }

  /** Number of `width` bytes at `offset` into element `index` of a section. */
  field(section: Section, index: number, offset: number, width: 1 | 2 | 4): number {
    if (index >= this.count(section)) throw new RangeError(`no element ${index} in ${section}`);
    const at = this.view.getUint32(this.entry(section), true);
    const place = at + index * ELEMENT_BYTES[section] + offset;
    if (width === 1) return this.view.getUint8(place);
    return width === 2 ? this.view.getUint16(place, true) : this.view.getUint32(place, true);
  }

  /** Text of the string whose span stands at `offset` into an element. */
  text(section: Section, index: number, offset: number): string {
    const off = this.field(section, index, offset, 4);
    const len = this.field(section, index, offset + 4, 4);
    const start = this.view.getUint32(this.entry('strings'), true) + off;
    return fromUtf8(this.bytes.subarray(start, start + len));
  }

  /** Atoms of a set that states say. */
  set(number: number): readonly number[] {
    const off = this.field('sets', number, 0, 4);
    const len = this.field('sets', number, 4, 4);
    return Array.from({ length: len }, (_, i) => this.field('set_atoms', off + i, 0, 2));
  }

  automata(): readonly ImageAutomaton[] {
    return Array.from({ length: this.count('automata') }, (_, i) => {
      const at = (offset: number) => this.field('automata', i, offset, 4);
      return {
        kind: AUTOMATA[at(0)] ?? 'path',
        states: at(4),
        classCount: at(8),
        start: at(12),
        emitFrom: at(16),
        firstClass: at(20),
        firstCell: at(24),
        firstState: at(28),
      };
    });
  }

  /** Names of the labels, by number. */
  labels(): readonly string[] {
    return Array.from({ length: this.count('labels') }, (_, i) => this.text('labels', i, 0));
  }

  private entry(section: Section): number {
    return HEADER.sections + 8 * SECTIONS.indexOf(section);
  }
}
