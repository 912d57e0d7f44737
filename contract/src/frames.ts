/**
 * Frames between `rein-engine` and TypeScript, on the helper's socketpair and on a run's control
 * socket: u32 payload length, u32 type, payload; little-endian. docs/reference/engine-frames.md.
 * What the engine says is JSON (UTF-8, untrusted bytes already escaped); what it is told is binary,
 * so that the privileged side parses as little as possible.
 */

/** No frame is longer: an image is the largest thing ever sent. */
export const FRAME_BYTES_MAX = 64 * 1024 * 1024 + 16;
export const FRAME_HEADER_BYTES = 8;

/** Engine to us. The payload is a JSON object, see enforce/src/frames. */
export const FROM_ENGINE = {
  /** {abi, tier, pid, checks:[{name, ok, detail}]}: image accepted, self-test done. */
  ready: 1,
  /** {pid}: the command's first process exists and is governed. */
  started: 2,
  /** One recorded event: see EngineEvent. */
  event: 3,
  /** {code, status?, signal?}: the command's first process ended. */
  exited: 4,
  /** {counters}: no governed process is left. The last frame. */
  empty: 5,
  /** {code, message}: the engine cannot go on; governed calls are refused from here on. */
  fatal: 6,
  /** Control socket: {holds:[…]} in answer to `list`; {ok, code?, message?} to the others. */
  reply: 7,
} as const;

/** Us to the engine. */
export const TO_ENGINE = {
  /** The policy image. First frame on the socketpair. */
  image: 101,
  /** Start the command (argv of the helper after `--`). */
  go: 102,
  /** Also on the control socket, before a swap. A name and what it resolves to: u8 count, count * 16 bytes (IPv4 mapped), then the name. */
  name: 103,
  /** From now on nobody records: asks are denied, events are kept up to a limit. */
  orphan: 104,
  /** u32 process id of who records from now on: it is out of reach of the run as well. */
  protect: 105,
  /** Control socket: list holds. Empty. */
  list: 110,
  /** Control socket: u64 hold id, u8 approve (1) or deny (0), then the reason in UTF-8. */
  decide: 111,
  /** Control socket: approve a gate's class: the class in UTF-8, NUL, the reason. */
  approve: 112,
  /** Control socket, and the socketpair: end every process of the run. Empty. */
  cancel: 113,
  /** Control socket: go on under the image in `policy.next` in the run's folder. Path, NUL, reason. */
  swap: 114,
  /** Control socket: a path and a NUL. The labels of the run's starter go on this file. */
  label: 115,
} as const;

/**
 * The run's starter to us, on a socket of its own: a governed process, so nothing of it is believed.
 * Every payload begins with the u32 number of an order, never 0.
 */
export const FROM_STARTER = {
  /** s32 process id: made, and waits for `go`. */
  made: 21,
  /** Bytes that it wrote to standard output, and to standard error. */
  out: 22,
  err: 23,
  /** s32 status as wait(2) has it. */
  ended: 24,
  /** s32 errno: it could not be made or executed. */
  failed: 25,
} as const;

/** Us to the run's starter. */
export const TO_STARTER = {
  /** u32 words of argv, u32 of the environment; folder, program and those words, a NUL behind each. */
  start: 121,
  /** It may execute its program. */
  go: 122,
  /** Kill it. */
  end: 123,
  /** Read a file, for its labels: its path and a NUL. Answered with `ended` or `failed`. */
  read: 124,
  /** Read what the command has printed, for its labels. Empty. Answered with `ended`. */
  learn: 125,
} as const;
