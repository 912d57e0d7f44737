/** Splits a stream into lines. A line longer than `bytesMax` is a fault of the other side. */
export function createLineSplitter(
  bytesMax: number,
  onLine: (line: string) => void,
): (chunk: Buffer) => void {
  let parts: Buffer[] = [];
  let held = 0;
  return (chunk) => {
    let from = 0;
    for (;;) {
      const end = chunk.indexOf(0x0a, from);
      const piece = chunk.subarray(from, end < 0 ? chunk.length : end);
      held += piece.length;
      if (held > bytesMax) throw new Error(`a line is longer than ${bytesMax} bytes`);
      parts.push(piece);
      if (end < 0) return;
      const line = Buffer.concat(parts).toString('utf8');
      parts = [];
      held = 0;
      from = end + 1;
      onLine(line);
    }
  };
}
