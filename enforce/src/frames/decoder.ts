import { FRAME_HEADER_BYTES } from '@rein/contract';
import { fault } from '../fault.js';

/**
 * The engine's longest frame: an exec with 128 KiB of argv, four characters for each byte that is
 * not printable, in an event that names it twice, with room to spare. Policy images only go out.
 */
export const ENGINE_FRAME_BYTES_MAX = 4 * 1024 * 1024;

export interface Frame {
  readonly type: number;
  readonly payload: Buffer;
}

export interface FrameDecoder {
  /**
   * The frames that are complete now, in order. Throws `frame-too-long` as soon as a header
   * announces one over the limit, before anything of it is stored.
   */
  push(chunk: Buffer): Frame[];
  /** Bytes of the frame that is not complete yet. */
  rest(): Buffer;
}

/** Makes frames of a byte stream, however it was cut. Keeps at most one incomplete frame. */
export function createFrameDecoder(limit = ENGINE_FRAME_BYTES_MAX): FrameDecoder {
  let kept: Buffer[] = [];
  let keptBytes = 0;
  /** Bytes needed before another look makes sense: a long frame is joined once, not per chunk. */
  let wanted = FRAME_HEADER_BYTES;

  const keep = (bytes: Buffer): void => {
    kept = bytes.length === 0 ? [] : [bytes];
    keptBytes = bytes.length;
  };

  return {
    push(chunk) {
      kept.push(chunk);
      keptBytes += chunk.length;
      if (keptBytes < wanted) return [];

      const frames: Frame[] = [];
      const bytes = kept.length === 1 ? chunk : Buffer.concat(kept, keptBytes);
      let at = 0;
      wanted = FRAME_HEADER_BYTES;
      while (bytes.length - at >= FRAME_HEADER_BYTES) {
        const length = bytes.readUInt32LE(at);
        if (length > limit) throw fault('frame-too-long', { bytes: length, limit });
        const end = at + FRAME_HEADER_BYTES + length;
        if (end > bytes.length) {
          wanted = FRAME_HEADER_BYTES + length;
          break;
        }
        frames.push({
          type: bytes.readUInt32LE(at + 4),
          payload: bytes.subarray(at + FRAME_HEADER_BYTES, end),
        });
        at = end;
      }
      keep(bytes.subarray(at));
      return frames;
    },
    rest: () => Buffer.concat(kept, keptBytes),
  };
}
