import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { SinkCount } from '../sinks/sinks.js';

/** What is read when the numbers are asked for. */
export interface MetricSources {
  approvals(): Promise<{ pending: number; overdue: number; oldestPendingSeconds: number }>;
  webhooks(): Promise<{ pending: number; dead: number }>;
  sinks(): Promise<readonly SinkCount[]>;
  streams(): number;
  waiting(): number;
  clockBehindMs(): number;
}

/** The daemon's numbers. Each also under the name that Guardplane's dashboards know, where it has one. */
export interface Metrics {
  readonly contentType: string;
  text(): Promise<string>;
  runEnded(status: string): void;
  approvalDecided(waitedSeconds: number): void;
  /** An action was decided, and performed if it was allowed. */
  actionTook(seconds: number, capability: string, decision: string): void;
  requestTook(seconds: number, method: string, route: string, status: number): void;
  faulted(code: string): void;
}

const WAIT_BUCKETS = [1, 5, 15, 60, 300, 900, 3600, 14_400, 86_400];
const REQUEST_BUCKETS = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];

export function createMetrics(sources: MetricSources): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'rein_' });

  const named = <T>(make: (name: string) => T, ours: string, theirs: string): T[] => [
    make(`rein_${ours}`),
    make(`guardplane_${theirs}`),
  ];
  const runs = named(
    (name) =>
      new Counter({ name, help: 'runs by final status', labelNames: ['status'], registers }),
    'runs_total',
    'runs_total',
  );
  const waits = named(
    (name) =>
      new Histogram({
        name,
        help: 'from the request to its decision',
        buckets: WAIT_BUCKETS,
        registers,
      }),
    'approval_wait_seconds',
    'approval_wait_seconds',
  );
  const labelNames = ['capability', 'decision'];
  const actions = named(
    (name) =>
      new Histogram({ name, help: 'actions', labelNames, buckets: REQUEST_BUCKETS, registers }),
    'action_seconds',
    'syscall_latency_seconds',
  );
  const requests = new Histogram({
    name: 'rein_http_request_seconds',
    help: 'requests over HTTP',
    labelNames: ['method', 'route', 'status'],
    buckets: REQUEST_BUCKETS,
    registers,
  });
  const faults = new Counter({
    name: 'rein_faults_total',
    help: 'refusals and failures by code',
    labelNames: ['code'],
    registers,
  });

  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  const pending = named(
    (name) => gauge(name, 'requests that wait'),
    'approvals_pending',
    'approval_pending_total',
  );
  const overdue = named(
    (name) => gauge(name, 'requests past their time'),
    'approvals_overdue',
    'approval_overdue_total',
  );
  const oldest = named(
    (name) => gauge(name, 'how long the oldest request waits'),
    'approval_oldest_pending_seconds',
    'approval_oldest_pending_seconds',
  );
  const webhooksPending = gauge('rein_webhooks_pending', 'deliveries that wait');
  const webhooksDead = gauge('rein_webhooks_dead', 'deliveries that were given up');
  const perSink = (name: string, help: string) =>
    new Gauge({ name, help, labelNames: ['sink'], registers });
  const sinksBehind = perSink('rein_sink_behind_entries', 'entries that a sink does not have yet');
  const sinksFailing = perSink('rein_sink_failures', 'failures in a row of a sink, 0 if it works');
  const streams = gauge('rein_streams', 'open event streams');
  const waiting = gauge('rein_waiting', 'requests that wait for an action to be over');
  const behind = gauge('rein_clock_behind_seconds', 'how far the clock was set back');

  const read = async (): Promise<void> => {
    const counts = await sources.approvals();
    for (const metric of pending) metric.set(counts.pending);
    for (const metric of overdue) metric.set(counts.overdue);
    for (const metric of oldest) metric.set(counts.oldestPendingSeconds);
    const deliveries = await sources.webhooks();
    webhooksPending.set(deliveries.pending);
    webhooksDead.set(deliveries.dead);
    for (const { name, behind, failures } of await sources.sinks()) {
      sinksBehind.set({ sink: name }, behind);
      sinksFailing.set({ sink: name }, failures);
    }
    streams.set(sources.streams());
    waiting.set(sources.waiting());
    behind.set(sources.clockBehindMs() / 1000);
  };

  return {
    contentType: registry.contentType,
    async text() {
      await read();
      return registry.metrics();
    },
    runEnded(status) {
      for (const metric of runs) metric.inc({ status });
    },
    approvalDecided(waitedSeconds) {
      for (const metric of waits) metric.observe(waitedSeconds);
    },
    actionTook(seconds, capability, decision) {
      for (const metric of actions) metric.observe({ capability, decision }, seconds);
    },
    requestTook: (seconds, method, route, status) =>
      requests.observe({ method, route, status: String(status) }, seconds),
    faulted: (code) => faults.inc({ code }),
  };
}
