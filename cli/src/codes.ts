import { EXIT } from './exit-codes.js';

/** One diagnostic: its stable id, its message with `{holes}`, what to do, and the exit code. */
export interface Code {
  readonly id: `CLI${number}`;
  readonly message: string;
  readonly help: string;
  readonly exit: number;
}

/**
 * Every diagnostic of the commands. Ids are stable and never reused; docs/reference/codes/cli.md has
 * a heading for each. 001 to 009 the command line, 010 to 019 policies, 020 to 029 runs, 030 to 039
 * decisions, 040 and up files that commands write.
 */
export const CODES = {
  'bad-option': {
    id: 'CLI001',
    message: '`{option}` does not take `{value}`',
    help: '{expected}',
    exit: EXIT.usage,
  },
  'exclusive-options': {
    id: 'CLI002',
    message: '`{one}` and `{other}` cannot be given together',
    help: 'leave one of them out',
    exit: EXIT.usage,
  },
  'no-command': {
    id: 'CLI003',
    message: 'there is no command to run',
    help: 'name it after `--`, as in `rein run -- claude`',
    exit: EXIT.usage,
  },
  'no-policy': {
    id: 'CLI010',
    message: 'no policy was found in `{folder}` or above',
    help: '`rein init` writes one; `--policy FILE` and `--rule TEXT` name one',
    exit: EXIT.no,
  },
  'policy-unreadable': {
    id: 'CLI011',
    message: '`{path}` cannot be read: {why}',
    help: 'check the path and its permissions',
    exit: EXIT.no,
  },
  'policy-invalid': {
    id: 'CLI012',
    message: '{what}: {errors}',
    help: '`rein check` shows where and what to write instead',
    exit: EXIT.no,
  },
  'policy-not-yours': {
    id: 'CLI013',
    message: '`{path}` was found on the way up, and belongs to user {owner}',
    help: 'if you trust it, name it with `--policy`',
    exit: EXIT.no,
  },
  unenforceable: {
    id: 'CLI014',
    message: '{count} cannot be enforced on this machine',
    help: '`rein check --explain` says why; `--allow-unenforced` runs without them',
    exit: EXIT.unenforceable,
  },
  'policy-too-large': {
    id: 'CLI015',
    message: '`{path}` has {bytes} bytes, more than the {limit} of a policy',
    help: 'a policy is written by people; is this the right file?',
    exit: EXIT.no,
  },
  'sudo-unclear': {
    id: 'CLI020',
    message: 'cannot tell who called sudo: {why}',
    help: 'run as that user, or say `--run-as-root` if the agent is to be root',
    exit: EXIT.engine,
  },
  'events-file': {
    id: 'CLI021',
    message: 'the events file `{path}` cannot be written: {why}',
    help: 'the folder must exist and be writable',
    exit: EXIT.engine,
  },
  'record-incomplete': {
    id: 'CLI022',
    message: '{lost} of this run are not on the record: {why}',
    help: 'free some space; the policy was enforced all the same',
    exit: EXIT.recordIncomplete,
  },
  'not-handed-over': {
    id: 'CLI023',
    message: 'processes outlive the command and nobody records them: {why}',
    help: 'the engine goes on governing them; operations that ask are denied',
    exit: EXIT.recordIncomplete,
  },
  'record-not-begun': {
    id: 'CLI024',
    message: 'the record of the run could not be begun: {why}',
    help: 'free some space, or point XDG_STATE_HOME to another disk; nothing was started',
    exit: EXIT.engine,
  },
  'no-hold': {
    id: 'CLI030',
    message: 'nothing waits under the id `{id}`',
    help: '`rein approvals` lists what waits; a hold that expired was denied',
    exit: EXIT.notFound,
  },
  'ambiguous-hold': {
    id: 'CLI031',
    message: '`{id}` waits in {count} runs',
    help: 'say which with `--run RUN`',
    exit: EXIT.usage,
  },
  'decision-refused': {
    id: 'CLI032',
    message: 'the engine refused the decision: {why}',
    help: 'a process inside a run decides nothing about it; use a shell outside',
    exit: EXIT.refused,
  },
  'file-exists': {
    id: 'CLI040',
    message: '`{path}` exists',
    help: '`--force` replaces it',
    exit: EXIT.no,
  },
  'unknown-template': {
    id: 'CLI041',
    message: 'there is no template `{name}`',
    help: 'one of {known}',
    exit: EXIT.usage,
  },
  'file-not-written': {
    id: 'CLI042',
    message: '`{path}` could not be written: {why}',
    help: 'check the folder and its permissions',
    exit: EXIT.no,
  },
  'settings-unreadable': {
    id: 'CLI043',
    message: '`{path}` is left alone: {why}',
    help: 'mend the file, then try again',
    exit: EXIT.no,
  },
  'bad-hook-input': {
    id: 'CLI044',
    message: 'what came on stdin is not the input of a hook: {why}',
    help: 'an agent calls this command; see docs for its configuration',
    exit: EXIT.no,
  },
} as const satisfies Record<string, Code>;

export type CodeName = keyof typeof CODES;
