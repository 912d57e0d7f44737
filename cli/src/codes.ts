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
 * decisions, 040 to 049 files that commands write, 050 to 069 the daemon, 070 and up records that are
 * handed on.
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
  'command-or-agent': {
    id: 'CLI004',
    message: '`{word}` in front of `--` names an agent, and there is nothing for it to do',
    help: '`rein run -- {word}` runs that command here; `rein run {word} -- COMMAND` runs one as that agent, `--job FILE` its job',
    exit: EXIT.usage,
  },
  'no-agent': {
    id: 'CLI005',
    message: '`{option}` is for an agent, and none is named',
    help: 'name it first, as in `rein run researcher {option} …`; `rein agent list` lists them',
    exit: EXIT.usage,
  },
  'local-only': {
    id: 'CLI006',
    message: '`{option}` is for a command that is run here, not for an agent',
    help: 'the policy of an agent, and what its runs may use, are with the daemon: `rein agent show {agent}`',
    exit: EXIT.usage,
  },
  'agent-only': {
    id: 'CLI007',
    message: '`{option}` is for a run of an agent',
    help: 'name the agent first, as in `rein run researcher {option} … -- COMMAND`',
    exit: EXIT.usage,
  },
  'bad-job': {
    id: 'CLI008',
    message: '`{path}` is no job: {why}',
    help: 'a job is `version: 1` and `steps`; docs/guides/daemon.md has one',
    exit: EXIT.no,
  },
  'missing-option': {
    id: 'CLI009',
    message: '`{option}` is missing',
    help: '{expected}',
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
    help: 'mend it first; `rein check` says whether it is',
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
    message: '`{path}` has more than {limit} bytes',
    help: 'policies and cases are written by people; is this the right file?',
    exit: EXIT.no,
  },
  'no-tier': {
    id: 'CLI016',
    message: 'the {tier} tier cannot be had here: {why}',
    help: '`rein doctor` says what can; without `--engine` the strongest that does is taken',
    exit: EXIT.engine,
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
  'no-hold-known': {
    id: 'CLI033',
    message: 'nothing waits here under the id `{id}`, and the daemon could not be asked: {why}',
    help: '`rein daemon start` starts it; what waits there goes on waiting until it expires',
    exit: EXIT.unreachable,
  },
  'daemon-hold': {
    id: 'CLI034',
    message: '`{id}` waits in run `{run}` of the daemon',
    help: 'who may decide is for reind to say: `rein daemon start`, and `rein login` with a token of role approver. It waits meanwhile, and is denied when it expires',
    exit: EXIT.refused,
  },
  'policy-not-swapped': {
    id: 'CLI035',
    message: 'run `{run}` stays under its policy: {why}',
    help: 'nothing has changed; a new run takes any policy. docs/reference/engine-frames.md says which can take the place of which, and what a run has to begin with',
    exit: EXIT.refused,
  },
  'gate-not-opened': {
    id: 'CLI036',
    message: 'no gate of run `{run}` was opened: {why}',
    help: '`after approval "CLASS"` in the policy of the run says which there are; a process inside it opens none',
    exit: EXIT.refused,
  },
  'waits-no-more': {
    id: 'CLI037',
    message: '`{id}` does not wait any more: {became}',
    help: '`rein approvals {id} --status all` shows what it was',
    exit: EXIT.notFound,
  },
  'file-exists': {
    id: 'CLI040',
    message: '`{path}` exists',
    help: '`--force` replaces it',
    exit: EXIT.no,
  },
  'unknown-template': {
    id: 'CLI041',
    message: 'there is no template or example `{name}`',
    help: 'one of {known}',
    exit: EXIT.usage,
  },
  'file-not-written': {
    id: 'CLI042',
    message: '`{path}` could not be written: {why}',
    help: 'check the folder and its permissions, or name another file',
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
    help: 'agents call this command; `rein init --with-claude` and `--with-codex` configure it',
    exit: EXIT.no,
  },
  'system-refused': {
    id: 'CLI045',
    message: 'the system refused what rein needs: {why}',
    help: 'make room, give the permission or go to another folder, then run it again',
    exit: EXIT.engine,
  },
  'no-token': {
    id: 'CLI050',
    message: 'there is no token to speak to reind with',
    help: '`rein daemon init` makes you its administrator where it runs; `rein login` keeps a token that you were given',
    exit: EXIT.refused,
  },
  'daemon-unreachable': {
    id: 'CLI051',
    message: 'reind does not answer at `{address}`: {why}',
    help: '`rein daemon start` starts it; `--socket` and `--url` name another place',
    exit: EXIT.unreachable,
  },
  'token-file': {
    id: 'CLI052',
    message: 'no token can be read from `{path}`: {why}',
    help: 'the file holds one token and nothing else, and is only for you (`chmod 600`)',
    exit: EXIT.no,
  },
  'daemon-not-started': {
    id: 'CLI053',
    message: 'reind did not start: {why}',
    help: '{help}',
    exit: EXIT.engine,
  },
  'daemon-running': {
    id: 'CLI054',
    message: 'reind runs already, as process {pid}',
    help: '`rein daemon status` looks at it, `rein daemon stop` ends it; runs go on',
    exit: EXIT.no,
  },
  'no-reind': {
    id: 'CLI055',
    message: 'the program of reind did not come with this rein',
    help: 'set REIN_REIND to its path, `control/bin/reind.js` in a clone that was set up',
    exit: EXIT.engine,
  },
  'no-bootstrap': {
    id: 'CLI056',
    message: 'there is no bootstrap token at `{path}`',
    help: 'it ends with the first admin token: ask an administrator for one, and give it to `rein login`',
    exit: EXIT.notFound,
  },
  'daemon-not-stopped': {
    id: 'CLI057',
    message: 'reind, process {pid}, did not end within {seconds} s',
    help: 'look at its log, `{log}`; killing it loses nothing that was acknowledged',
    exit: EXIT.engine,
  },
  'no-such': {
    id: 'CLI058',
    message: 'there is no {what} `{id}`',
    help: '`{list}` lists them',
    exit: EXIT.notFound,
  },
  ambiguous: {
    id: 'CLI059',
    message: '`{id}` can mean {count} {what}',
    help: 'give more of the id',
    exit: EXIT.usage,
  },
  'no-launch': {
    id: 'CLI060',
    message: 'reind left nothing at `{path}` to start the run with: {why}',
    help: 'it keeps its state elsewhere: run it with the same XDG_STATE_HOME, or pipe into `cat` to do without a terminal',
    exit: EXIT.engine,
  },
  'not-kept': {
    id: 'CLI061',
    message: 'what run `{run}` wrote went to where it was started, and is not kept',
    help: '`rein replay {run}` shows what it did; `rein run AGENT --detach -- COMMAND` keeps what is written, and for a terminal so does `script -c` in front of `rein run`',
    exit: EXIT.notFound,
  },
  'login-elsewhere': {
    id: 'CLI062',
    message: 'your login is for `{login}`, and not for `{address}`',
    help: '`--token-file FILE` gives a token for this one; `rein login` keeps one, in the place of the other',
    exit: EXIT.refused,
  },
  'certificate-not-trusted': {
    id: 'CLI063',
    message: 'the certificate of `{address}` is not trusted: {why}',
    help: '`NODE_EXTRA_CA_CERTS=FILE` in the environment trusts one that is not publicly known: FILE is it, or its authority, as PEM',
    exit: EXIT.unreachable,
  },
  'file-unreadable': {
    id: 'CLI070',
    message: '`{path}` cannot be read: {why}',
    help: 'check the path and its permissions',
    exit: EXIT.notFound,
  },
  'key-needed': {
    id: 'CLI071',
    message: '`{path}` is a file, and nobody said whose signature to believe',
    help: 'give the public key with `--key`: base64, a PEM file, or the file of `rein audit keys --json`',
    exit: EXIT.usage,
  },
} as const satisfies Record<string, Code>;

export type CodeName = keyof typeof CODES;
