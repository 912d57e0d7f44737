/** One diagnostic: its stable id, its message with `{holes}`, and what to do about it. */
export interface Code {
  readonly id: `ENF${number}`;
  readonly message: string;
  readonly help: string;
}

/**
 * Every diagnostic of this package. Ids are stable and never reused; docs/reference/codes/enforce.md
 * has a heading for each. 001 to 009 frames, 010 to 029 the engine, 030 to 039 the control socket,
 * 040 and up the state directory.
 */
export const CODES = {
  'frame-too-long': {
    id: 'ENF001',
    message: 'a frame of {bytes} bytes was announced, more than the {limit} allowed',
    help: 'the engine and this program are not of the same version; build both again',
  },
  'frame-cut': {
    id: 'ENF002',
    message: 'the stream ended {bytes} bytes into a frame',
    help: 'the engine ended while it wrote; the record says how',
  },
  'bad-frame': {
    id: 'ENF003',
    message: 'a `{type}` frame is not as it should be: {why}',
    help: 'the engine and this program are not of the same version; build both again',
  },
  'unknown-frame': {
    id: 'ENF004',
    message: 'the engine sent a frame of unknown type {type}',
    help: 'the engine and this program are not of the same version; build both again',
  },
  'bad-address': {
    id: 'ENF005',
    message: '`{address}` is not an IP address',
    help: 'a resolver answered with something else; look at /etc/hosts and the resolver',
  },
  'no-engine': {
    id: 'ENF010',
    message: 'the engine was not found at `{path}`',
    help: 'build it with `make -C kernel`, or let REIN_ENGINE name the program',
  },
  'engine-not-started': {
    id: 'ENF011',
    message: 'the engine `{path}` could not be started: {why}',
    help: 'check that the file is there and executable for this user',
  },
  'engine-refused': {
    id: 'ENF012',
    message: 'the engine cannot go on: {why}',
    help: 'run `rein doctor` to see what this machine lacks',
  },
  'engine-died': {
    id: 'ENF013',
    message: 'the engine ended ({how}) while processes of the run were alive',
    help: 'what they ask the engine is refused from now on; end the run and start it again',
  },
  'engine-silent': {
    id: 'ENF014',
    message: 'the engine said nothing for {seconds} s at its start',
    help: 'run `rein doctor`; the machine may be overloaded',
  },
  'wrong-abi': {
    id: 'ENF015',
    message: 'the engine speaks version {found}, this program version {expected}',
    help: 'build both again: `npm run build`',
  },
  'wrong-step': {
    id: 'ENF016',
    message: 'the engine sent `{input}` in state `{state}`',
    help: 'the engine and this program are not of the same version; build both again',
  },
  'no-probe': {
    id: 'ENF017',
    message: 'the engine did not say what this machine can do: {why}',
    help: 'run `rein doctor`, and `rein-engine probe` by hand',
  },
  'no-pins': {
    id: 'ENF018',
    message: 'the engine did not say which hooks are pinned: {why}',
    help: 'run `rein-engine pins` by hand, as root',
  },
  'control-unreachable': {
    id: 'ENF030',
    message: 'the run does not answer on `{path}`: {why}',
    help: 'the run may have ended; `rein runs` lists those that live',
  },
  'control-refused': {
    id: 'ENF031',
    message: 'the run does not let you decide: {why}',
    help: 'a process inside a run decides nothing about it; use a shell outside, as the same user',
  },
  'control-silent': {
    id: 'ENF032',
    message: 'the run did not answer within {seconds} s',
    help: 'try again; if it stays so, the engine hangs and the run should be ended',
  },
  'starter-gone': {
    id: 'ENF033',
    message: 'the process of the run that starts others in it has ended',
    help: 'the run is over, or something in it ended that process; start it anew',
  },
  'no-home': {
    id: 'ENF040',
    message: 'no home folder is known: {why}',
    help: 'set HOME to an absolute path',
  },
  'unsafe-state': {
    id: 'ENF041',
    message: '`{path}` cannot hold the record: {why}',
    help: 'it must be a directory of yours with mode 0700 that nobody else can replace',
  },
  'no-run': {
    id: 'ENF042',
    message: 'there is no run `{run}`',
    help: '`rein runs` lists the runs on record',
  },
  'ambiguous-run': {
    id: 'ENF043',
    message: '`{run}` could be any of {count} runs',
    help: 'give more of the id, or `last`',
  },
  'bad-run-file': {
    id: 'ENF044',
    message: '`{path}` is not the description of a run: {why}',
    help: 'the run was cut short or its folder was changed; the log beside it still stands',
  },
  'state-not-written': {
    id: 'ENF045',
    message: '`{path}` could not be written: {why}',
    help: 'free some space, or point XDG_STATE_HOME to another disk',
  },
} as const satisfies Record<string, Code>;

export type CodeName = keyof typeof CODES;

/** The ids in use, `ENF001` and so on. */
export type CodeId = (typeof CODES)[CodeName]['id'];
