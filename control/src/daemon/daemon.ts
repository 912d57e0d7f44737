import { readFileSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStateDirectory } from '@rein/enforce';
import { judgePolicyText } from '@rein/govern';
import { createActions } from '../actions/actions.js';
import { createJudges } from '../actions/judges.js';
import { systemNetwork } from '../actions/perform/fetch.js';
import { createPolicies } from '../actions/policies.js';
import { createAgents } from '../agents/agents.js';
import { createApprovals } from '../approvals/approvals.js';
import { createDelivery } from '../approvals/delivery.js';
import { createBus } from '../bus/bus.js';
import { createClock } from '../clock.js';
import { CONTROL_RUN, createEventIndex } from '../events/event-index.js';
import { fault, reasonOf } from '../fault.js';
import { createApp } from '../http/app.js';
import { listenTcp, listenUnix, requirePrivate } from '../http/listen.js';
import { type LookAtPeer, lookWithEngine } from '../http/peer.js';
import type { Api } from '../http/route.js';
import { addActionRoutes } from '../http/routes/actions.js';
import { addPolicyRoutes } from '../http/routes/policy.js';
import { createStreams } from '../http/stream.js';
import { readTls } from '../http/tls-files.js';
import { createAuthenticator } from '../identity/authenticate.js';
import { ensureBootstrap } from '../identity/bootstrap.js';
import { createTokens } from '../identity/tokens.js';
import { idsNotBefore } from '../ids.js';
import { LIMITS } from '../limits.js';
import { createMetrics } from '../metrics/metrics.js';
import { openControlRecord } from '../record/control-record.js';
import { createRuns } from '../runs/runs.js';
import { type RunnerProgram, runnerProgram } from '../runs/start-runner.js';
import { createSink, type SinkOptions } from '../sinks/sink.js';
import { startSinks } from '../sinks/sinks.js';
import { lockInstance } from '../store/instance-lock.js';
import { getMeta, setMeta } from '../store/meta.js';
import { openStore } from '../store/store.js';
import { createWebhooks } from '../webhooks/webhooks.js';
import type { Config } from './config.js';
import type { Log } from './log.js';
import { defaultSocket, placesIn } from './places.js';
import { createReadiness } from './readiness.js';

/** How often the time reached is kept, for a clock that is set back while no daemon runs. */
const FLOOR_MS = 60_000;

/** A daemon that runs. */
export interface Daemon {
  readonly socket: string;
  /** Where TCP is listened on, if it is. */
  readonly tcp?: { readonly host: string; readonly port: number; readonly tls: boolean };
  /** The file with the bootstrap token, while there is one. */
  readonly bootstrapToken?: string;
  /** Finishes what is under way and leaves everything as the next daemon needs it. Runs go on. */
  stop(): Promise<void>;
}

export interface DaemonOptions {
  readonly config: Config;
  readonly log: Log;
  /** The runner's program; the built one if not given. */
  readonly runner?: RunnerProgram;
  /** Finds out who connects; asks the engine's program if not given. */
  readonly look?: LookAtPeer;
}

/** Starts the daemon on the state directory of this user. Throws what keeps it from starting. */
export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
  const { config, log, runner, look = lookWithEngine() } = options;
  const places = placesIn(openStateDirectory());
  requirePrivate(places.daemon);
  const undo: (() => Promise<void> | void)[] = [];
  /** All of it, whatever fails: the lock is the last to go. Throws what failed first. */
  const unwind = async (): Promise<void> => {
    const failures: unknown[] = [];
    for (const step of undo.reverse()) {
      try {
        await step();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  };
  try {
    const lock = await lockInstance(places.daemon);
    undo.push(() => lock.release());
    const store = await openStore(places.store);
    undo.push(() => store.close());
    const daemon = await assemble({ config, log, runner, look, places, store, undo });
    return { ...daemon, stop: once(unwind) };
  } catch (error) {
    await unwind();
    throw error;
  }
}

interface Parts extends Omit<DaemonOptions, 'runner' | 'look'> {
  readonly look: LookAtPeer;
  readonly runner: RunnerProgram | undefined;
  readonly places: ReturnType<typeof placesIn>;
  readonly store: Awaited<ReturnType<typeof openStore>>;
  readonly undo: (() => Promise<void> | void)[];
}

async function assemble(parts: Parts): Promise<Omit<Daemon, 'stop'>> {
  const { config, log, places, store, undo } = parts;
  const { db } = store;
  const reached = Number((await getMeta(db, 'clock_floor')) ?? 0);
  const clock = createClock(Date.now, reached);
  idsNotBefore(reached);
  const bus = createBus();
  const record = await openControlRecord(db, places.state, places.record);
  undo.push(() => record.close());
  const socket = config.socket ?? defaultSocket();

  const webhooks = createWebhooks(db, clock, receiversOf(config));
  undo.push(() => webhooks.stop());
  const tokens = createTokens(db, clock, () => rmSync(places.bootstrapToken, { force: true }));
  const approvals = createApprovals({
    ...{ db, clock, bus, tell: webhooks.enqueue },
    ...(config.approvals.sla_seconds === undefined
      ? {}
      : { slaSeconds: config.approvals.sla_seconds }),
    onRequested: (approval) => later(runs.refreshWaiting(approval.run_id)),
    onDecided(approval, waitedMs) {
      metrics.approvalDecided(waitedMs / 1000);
      later(runs.refreshWaiting(approval.run_id));
      later(delivery.deliver());
      later(webhooks.send());
      later(actions.onDecided(approval));
    },
  });
  const agents = createAgents({
    ...{ db, clock, stateDirectory: places.state },
    judge: ({ text }) => judgePolicyText(text),
  });
  const runs = createRuns({
    ...{ db, clock, bus, approvals, agents, state: places.state },
    runner: parts.runner ?? runnerProgram(),
    ...(config.engine === undefined ? {} : { engine: config.engine }),
    askSeconds: config.approvals.wait_seconds,
    runsMax: config.runs.max,
    sockets: [dirname(socket)],
    secrets: [places.daemon],
    onOver: ({ status }) => metrics.runEnded(status),
    onFault: (error) => log.error({ err: error }, 'a record could not be followed'),
  });
  undo.push(() => runs.stop());
  const delivery = createDelivery({ db, approvals, folderOf: runs.folderOf });
  const judges = createJudges(agents, runs.folderOf);
  const actions = createActions({
    ...{ db, clock, runs, approvals, judges },
    performer: { runs, network: systemNetwork, environment: process.env },
    askSeconds: config.approvals.wait_seconds,
    workspaceOf: async ({ agent_id }) => (await agents.get(agent_id)).agent.workspace,
    onDone: (seconds, name, decision) => metrics.actionTook(seconds, name, decision),
  });
  const folderOf = (id: string): string =>
    id === CONTROL_RUN.id ? places.record : runs.folderOf(id);
  const events = createEventIndex(db, folderOf);
  const sinks = startSinks(sinksOf(config, { db, clock, folderOf }), (sink, why) => {
    if (why === undefined) log.info({ sink }, 'a sink takes what is recorded again');
    else log.warn({ sink, why }, 'a sink does not take what is recorded; it is sent again later');
  });
  undo.push(() => sinks.stop());
  const streams = createStreams(bus);
  const metrics = createMetrics({
    ...{ approvals: approvals.counts, webhooks: webhooks.counts, sinks: sinks.counts },
    ...{ streams: () => streams.open, waiting: actions.waiting, clockBehindMs: clock.behindMs },
  });
  function later(work: Promise<unknown>): void {
    work.catch((error: unknown) => log.error({ err: error }, 'work in the background failed'));
  }

  const hasBootstrap = await ensureBootstrap(db, places.bootstrapToken);
  const app = createApp({
    ...{ tokens, agents, approvals, events, runs, streams, metrics, state: places.state },
    authenticator: createAuthenticator(db, tokens),
    readiness: createReadiness(store, record, config.engine, sinks),
    extend(api) {
      addActionRoutes(api, actions);
      addPolicyRoutes(api, createPolicies(agents, judges, config.engine));
    },
    onBug: (error, requestId) => log.error({ err: error, requestId }, 'a request met a bug'),
    async initialize() {
      const created = (await getMeta(db, 'initialized_at')) === undefined;
      if (created) await setMeta(db, 'initialized_at', String(clock.now()));
      return { schema_version: store.migrated.to, created };
    },
  });

  const adopted = await runs.adopt();
  log.info(adopted, 'runs of an earlier daemon');
  if (config.approvals.on_restart === 'deny') await denyAll(db, approvals);
  later(delivery.deliver());
  await actions.recover();

  const servers = await listenAll(app, socket, config, parts.look);
  undo.push(() => closeAll(servers.all, streams.end));
  let floor = 0;
  const keepFloor = async (): Promise<void> => {
    if (clock.now() - floor < FLOOR_MS) return;
    floor = clock.now();
    await setMeta(db, 'clock_floor', String(floor));
  };
  const tick = async (): Promise<void> => {
    // Not awaited: a receiver may take its time, and who waits here is everybody.
    later(webhooks.send());
    // Each for itself: what fails in one must not keep the others from their turn.
    const done = await Promise.allSettled([
      approvals.expireDue(),
      runs.check(),
      record.flush(),
      delivery.deliver(),
      keepFloor(),
    ]);
    for (const { reason } of done.filter((outcome) => outcome.status === 'rejected')) {
      log.error({ err: reason }, 'housekeeping failed');
    }
  };
  undo.push(repeat(tick, LIMITS.tickMs));
  return {
    socket,
    ...(servers.tcp === undefined ? {} : { tcp: servers.tcp }),
    ...(hasBootstrap ? { bootstrapToken: places.bootstrapToken } : {}),
  };
}

async function listenAll(app: Api, socket: string, { listen }: Config, look: LookAtPeer) {
  const unix = await listenUnix(app, socket, look);
  if (listen === undefined) return { all: [unix], tcp: undefined };
  try {
    const { host, port, tls } = listen;
    const server = await listenTcp(app, {
      host,
      port,
      ...(tls === undefined ? {} : { tls: readTls(tls) }),
    });
    const address = server.address();
    const bound = typeof address === 'object' && address !== null ? address.port : port;
    return { all: [unix, server], tcp: { host, port: bound, tls: tls !== undefined } };
  } catch (error) {
    unix.close();
    throw error;
  }
}

function receiversOf(config: Config) {
  return config.webhooks.map(({ url, secret_file, events }) => {
    try {
      return { url, events, secret: Buffer.from(readFileSync(secret_file, 'utf8').trim()) };
    } catch (error) {
      throw fault('bad-config', { path: secret_file, why: reasonOf(error) }, error);
    }
  });
}

function sinksOf(config: Config, options: SinkOptions) {
  return config.sinks.map((sink) => {
    const { authorization_file, secret_file, ca_file } = sink;
    for (const path of [authorization_file, secret_file, ca_file]) {
      try {
        if (path !== undefined) readFileSync(path);
      } catch (error) {
        throw fault('bad-config', { path: path ?? '', why: reasonOf(error) }, error);
      }
    }
    return createSink(sink, options);
  });
}

/** Denies what waited while nobody could have been told. */
async function denyAll(
  db: Awaited<ReturnType<typeof openStore>>['db'],
  approvals: ReturnType<typeof createApprovals>,
): Promise<void> {
  const rows = await db
    .selectFrom('approval')
    .select('run_id')
    .distinct()
    .where('status', '=', 'PENDING')
    .execute();
  for (const { run_id } of rows) await approvals.closeFor(run_id, 'deny', 'reind was restarted');
}

/** Lets requests under way finish, then ends the connections. */
async function closeAll(servers: readonly Server[], endStreams: () => void): Promise<void> {
  endStreams();
  const closed = servers.map(
    (server) =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  );
  const abort = new AbortController();
  const late = sleep(LIMITS.stopMs, undefined, { signal: abort.signal }).catch(() => undefined);
  await Promise.race([Promise.all(closed), late]);
  abort.abort();
  for (const server of servers) server.closeAllConnections();
  await Promise.all(closed);
}

/** Does work again and again, never twice at the same time. Returns what ends it, after the last. */
function repeat(work: () => Promise<void>, everyMs: number): () => Promise<void> {
  let open = true;
  const abort = new AbortController();
  const loop = (async () => {
    while (open) {
      await work();
      await sleep(everyMs, undefined, { signal: abort.signal }).catch(() => undefined);
    }
  })();
  return async () => {
    open = false;
    abort.abort();
    await loop;
  };
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}
