import { Command } from 'commander';
import { define as checkpoint } from './audit/checkpoint.js';
import { define as events } from './audit/events.js';
import { define as exportRun } from './audit/export.js';
import { define as fsck } from './audit/fsck.js';
import { define as keys } from './audit/keys.js';
import { define as proof } from './audit/proof.js';
import { define as verify } from './audit/verify.js';

const PARTS = { verify, events, export: exportRun, proof, checkpoint, fsck, keys } as const;

export function define(name: string): Command {
  const audit = new Command(name)
    .description(
      'Verify records, look through them, and hand them on. RUN is the id of a run, a piece of it, `last`, or `control` for what people did through the daemon.',
    )
    .addHelpText(
      'after',
      `
Examples:
  $ rein audit verify last
  $ rein audit export last -o run.bundle
  $ rein audit keys`,
    );
  for (const [part, definePart] of Object.entries(PARTS)) audit.addCommand(definePart(part));
  return audit;
}
