/** Named limits of the control plane. Past a limit it refuses and says so. */
export const LIMITS = {
  /** Bytes of a request's body. The largest proper one starts a command with a long argv. */
  bodyBytes: 1024 * 1024,
  /** Bytes of all headers of a request; Node's own limit is set to it. */
  headerBytes: 16 * 1024,
  /** How long a client may take for the headers, and for the whole request. */
  headersMs: 10_000,
  requestMs: 30_000,
  /** How long finding out who connected may take. */
  peerMs: 5000,
  /** How long a kept connection may idle. */
  keepAliveMs: 30_000,
  /** Connections at the same time, streams included. */
  connections: 1024,
  /** Requests being worked on at the same time; past it they are refused, health is not. */
  requestsAtOnce: 256,
  /** Open event streams: each keeps a queue. */
  streams: 128,
  /** Events that wait for a slow reader of a stream; past it the stream is ended. */
  streamQueue: 1000,
  /** A comment is sent on a silent stream, so that dead ones are noticed. */
  streamBeatMs: 15_000,
  /** Requests a minute of one token, and of one peer without a valid token. */
  requestsPerMinute: 60_000,
  failuresPerMinute: 60,
  /** Different keys the rate limiter remembers. */
  rateKeys: 10_000,
  /** Runs with a process at the same time. */
  runs: 64,
  /** Runs without a process at the same time: each keeps a file open. */
  sessions: 500,
  /** Requests of one run that wait for a person. */
  pendingPerRun: 2000,
  /** Bytes of a policy file. */
  policyBytes: 4 * 1024 * 1024,
  /** Bytes of one page of a list, about; a page holds one item whatever its size. */
  pageBytes: 4 * 1024 * 1024,
  /** Bytes of output in one answer. */
  outputBytes: 256 * 1024,
  /** Bytes of both output files of a run when its budget says nothing. */
  outputBudgetBytes: 1024 * 1024 * 1024,
  /** How long a runner may take to start its engine and command. */
  startMs: 30_000,
  /** How long a run that is given a process later may take for it: a kernel verifies hooks first. */
  hostMs: 300_000,
  /** How long a runner may take to answer. */
  runnerMs: 5000,
  /** A cancelled run is gone after this, or its engine is ended too. */
  cancelMs: 1500,
  /** Bytes of one message to or from a runner. */
  runnerMessageBytes: 2 * 1024 * 1024,
  /** Denials under a key that are kept in memory until the store has them: 20 seconds of 500 a second. */
  denialsKept: 10_000,
  /** Characters of results that are held for whoever waits for an action that a person granted. */
  resultsBytes: 16 * 1024 * 1024,
  /** Bytes of a ledger that are read at a time. */
  followBytes: 1024 * 1024,
  /** Attempts to deliver a webhook, and the longest pause in between. */
  webhookAttempts: 8,
  webhookPauseMs: 300_000,
  /** How long a webhook's receiver may take. */
  webhookMs: 10_000,
  /** Webhook deliveries that wait. */
  webhookQueue: 10_000,
  /** Entries and bytes that are sent to a sink at a time. */
  sinkEntries: 1000,
  sinkBytes: 1024 * 1024,
  /** How long a sink may take to answer, and the longest pause after it did not. */
  sinkMs: 30_000,
  sinkPauseMs: 60_000,
  /** How long the daemon waits for requests under way when it stops. */
  stopMs: 5000,
  /** Time between two rounds of housekeeping. */
  tickMs: 1000,
} as const;
