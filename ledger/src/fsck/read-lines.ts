import { ledgerError } from '../diagnostic.js';
import { readChunks } from '../files/read-chunks.js';
import { LIMITS } from '../limits.js';
import { openLogForReading } from '../read/open-log.js';

/**
 * Reads the log in `dir` line by line. Returns how many bytes stand behind the last newline. Rejects
 * with `no-ledger`, `unsafe-path` and, as nothing after it can be told apart, `line-too-long`.
 */
export async function readLines(dir: string, onLine: (line: Buffer) => void): Promise<number> {
  const log = await openLogForReading(dir);
  try {
    let rest = Buffer.alloc(0);
    let seq = 0;
    for await (const chunk of readChunks(log)) {
      const bytes = Buffer.concat([rest, chunk]);
      let start = 0;
      for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
        onLine(bytes.subarray(start, end));
        start = end + 1;
        seq++;
      }
      rest = bytes.subarray(start);
      if (rest.length > LIMITS.lineBytes) {
        throw ledgerError('line-too-long', { seq, limit: LIMITS.lineBytes });
      }
    }
    return rest.length;
  } finally {
    await log.close();
  }
}
