/** Writing sections: elements of fixed size, little-endian. */
import { ELEMENT_BYTES, type Section } from '@rein/contract';

/** Off and length, in elements of the section that it points into. */
export interface SpanOf {
  readonly off: number;
  readonly len: number;
}

/** Whether this machine has numbers in memory as the image does: they are then copied whole. */
const IS_LITTLE_ENDIAN = bytesOf(Uint16Array.of(1))[0] === 1;

function bytesOf({ buffer, byteOffset, byteLength }: Uint16Array | Uint32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** One section: rows of numbers, each written in the width that its column has. */
export class SectionWriter {
  readonly bytes: Uint8Array;
  private readonly view: DataView;
  private at = 0;

  constructor(
    readonly section: Section,
    readonly count: number,
  ) {
    this.bytes = new Uint8Array(count * ELEMENT_BYTES[section]);
    this.view = new DataView(this.bytes.buffer);
  }

  u8(value: number): this {
    this.view.setUint8(this.at, value);
    return this.skip(1);
  }

  u16(value: number): this {
    this.view.setUint16(this.at, value, true);
    return this.skip(2);
  }

  u32(value: number): this {
    this.view.setUint32(this.at, value, true);
    return this.skip(4);
  }

  u8s(values: Uint8Array): this {
    this.bytes.set(values, this.at);
    return this.skip(values.length);
  }

  u16s(values: Uint16Array): this {
    if (IS_LITTLE_ENDIAN) return this.u8s(bytesOf(values));
    for (const value of values) this.u16(value);
    return this;
  }

  u32s(values: Uint32Array): this {
    if (IS_LITTLE_ENDIAN) return this.u8s(bytesOf(values));
    for (const value of values) this.u32(value);
    return this;
  }

  span({ off, len }: SpanOf): this {
    return this.u32(off).u32(len);
  }

  skip(bytes: number): this {
    this.at += bytes;
    return this;
  }
}
