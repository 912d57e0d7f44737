import type { Command } from 'commander';

/** A command before its module is loaded: `rein --help` needs no more. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly hidden?: true;
  /** Heading that it is listed under, for commands that not everybody needs. */
  readonly group?: string;
  /** Loads the module that knows its options and does its work. */
  readonly load: () => Promise<{ readonly define: (name: string) => Command }>;
}
