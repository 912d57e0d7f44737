import { closeSync, openSync } from 'node:fs';
import { reasonOf } from '@rein/enforce';
import { cliFault } from '../fault.js';
import { writeAll } from '../terminal/streams.js';

/** The file of `--events`: one JSON object per line, written as it happens. */
export interface EventsFile {
  /** Descriptor, for a process that goes on writing. */
  readonly fd: number;
  write(entry: object): void;
  /** Lines that could not be written, and why the last one could not. */
  lost(): { readonly lines: number; readonly why: string };
  close(): void;
}

/** Creates the file, or empties it. Throws `events-file`. */
export function createEventsFile(path: string): EventsFile {
  try {
    return eventsFile(openSync(path, 'w', 0o600));
  } catch (error) {
    throw cliFault('events-file', { path, why: reasonOf(error) }, error);
  }
}

/** Goes on writing to a file that another process opened. */
export function eventsFile(fd: number): EventsFile {
  let lines = 0;
  let why = '';
  return {
    fd,
    write(entry) {
      try {
        writeAll(fd, `${JSON.stringify(entry)}\n`);
      } catch (error) {
        lines++;
        why = reasonOf(error);
      }
    },
    lost: () => ({ lines, why }),
    close: () => closeSync(fd),
  };
}
