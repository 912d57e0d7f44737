import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFrameDecoder } from '../../src/frames/decoder.js';
import { encodeFrame } from '../../src/frames/encode.js';

const frameOf = fc.record({
  type: fc.integer({ min: 0, max: 0xffff_ffff }),
  payload: fc.uint8Array({ maxLength: 300 }),
});

describe('frame decoder', () => {
  it('gives back what was encoded, however the stream was cut', () => {
    fc.assert(
      fc.property(
        fc.array(frameOf, { maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 97 }), { minLength: 1, maxLength: 40 }),
        (frames, cuts) => {
          const stream = Buffer.concat(
            frames.map((frame) => encodeFrame(frame.type, frame.payload)),
          );
          const decoder = createFrameDecoder();
          const found = [];
          for (let at = 0, i = 0; at < stream.length; i++) {
            const end = at + (cuts[i % cuts.length] ?? 1);
            found.push(...decoder.push(stream.subarray(at, end)));
            at = end;
          }
          expect(found.map(({ type, payload }) => ({ type, payload: [...payload] }))).toEqual(
            frames.map(({ type, payload }) => ({ type, payload: [...payload] })),
          );
          expect(decoder.rest()).toHaveLength(0);
        },
      ),
    );
  });

  it('refuses a frame over the limit as soon as it is announced', () => {
    const header = Buffer.alloc(8);
    header.writeUInt32LE(1001, 0);
    expect(() => createFrameDecoder(1000).push(header)).toThrow(
      'a frame of 1001 bytes was announced, more than the 1000 allowed',
    );
  });

  it('keeps an incomplete frame as its rest', () => {
    const decoder = createFrameDecoder();
    const bytes = encodeFrame(3, Buffer.from('abcdef'));
    decoder.push(bytes.subarray(0, 5));
    decoder.push(bytes.subarray(5, 11));
    expect(decoder.rest()).toEqual(bytes.subarray(0, 11));
  });
});
