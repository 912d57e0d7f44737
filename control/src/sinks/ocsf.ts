import { hostname } from 'node:os';
import { basename } from 'node:path';

/** The version of the Open Cybersecurity Schema Framework that the events are of; schema.ocsf.io */
const VERSION = '1.3.0';

/** Class, category, and what was done, by operation or capability. The numbers are the schema's. */
const FILE = { class_uid: 1001, category_uid: 1 } as const;
const PROCESS = { class_uid: 1007, category_uid: 1 } as const;
const NETWORK = { class_uid: 4001, category_uid: 4 } as const;
const API = { class_uid: 6003, category_uid: 6 } as const;
const OTHER = 99;
type Class = typeof FILE | typeof PROCESS | typeof NETWORK | typeof API;
const ACTIVITIES: Readonly<Record<string, { readonly of: Class; readonly activity: number }>> = {
  exec: { of: PROCESS, activity: 1 },
  read: { of: FILE, activity: 2 },
  write: { of: FILE, activity: 3 },
  unlink: { of: FILE, activity: 4 },
  connect: { of: NETWORK, activity: 1 },
  recv: { of: NETWORK, activity: 6 },
  'fs.read': { of: FILE, activity: 2 },
  'fs.list': { of: FILE, activity: 2 },
  'fs.write': { of: FILE, activity: 3 },
  'fs.delete': { of: FILE, activity: 4 },
  'net.connect': { of: NETWORK, activity: 1 },
  'net.fetch': { of: NETWORK, activity: 6 },
  'proc.spawn': { of: PROCESS, activity: 1 },
};

const ALLOWED = { action_id: 1, disposition_id: 1, status_id: 1, severity_id: 1 } as const;
const DENIED = { action_id: 2, disposition_id: 2, status_id: 2, severity_id: 3 } as const;
const KILLED = { ...DENIED, severity_id: 4 } as const;
/** By outcome, or by decision where there is no outcome yet. What waits is neither. */
const OUTCOMES: Readonly<Record<string, object>> = {
  ...{ allowed: ALLOWED, approved: ALLOWED, done: ALLOWED, ALLOW: ALLOWED },
  ...{ blocked: DENIED, denied: DENIED, expired: DENIED, abandoned: DENIED, DENY: DENIED },
  killed: KILLED,
  failed: { ...ALLOWED, status_id: 2, severity_id: 2 },
};
const NEITHER = { action_id: 0, disposition_id: 0, status_id: 0, severity_id: 1 } as const;

type Entry = Readonly<Record<string, unknown>>;

/** An entry of a record as an OCSF event. The line itself goes with it: that is what can be verified. */
export function ocsfOf(line: string, entry: Entry): object {
  const about = text(entry.op) ?? text(entry.capability) ?? '';
  const { of, activity } = ACTIVITIES[about] ?? { of: API, activity: OTHER };
  const outcome = text(entry.outcome) ?? text(entry.decision) ?? '';
  const rule = text(entry.rule);
  const why = text(entry.reason) ?? text(entry.why);
  return {
    ...of,
    activity_id: activity,
    type_uid: of.class_uid * 100 + activity,
    ...(OUTCOMES[outcome] ?? NEITHER),
    time: Date.parse(text(entry.time) ?? ''),
    ...(why === undefined ? {} : { message: why }),
    ...(rule === undefined ? {} : { policy: { name: rule, ...(why && { desc: why }) } }),
    metadata: {
      version: VERSION,
      product: { name: 'Rein', vendor_name: 'Rein' },
      profiles: ['security_control'],
      uid: text(entry.hash),
      log_name: text(entry.run),
      event_code: text(entry.kind),
      sequence: entry.seq,
    },
    device: { hostname: hostname(), type_id: 0 },
    actor: actorOf(entry),
    ...objectOf(of, entry),
    raw_data: line,
  };
}

function actorOf(entry: Entry): object {
  const by = text(entry.by);
  const exe = text(entry.exe);
  return {
    ...(by === undefined ? {} : { user: { name: by } }),
    ...(typeof entry.pid !== 'number'
      ? {}
      : {
          process: {
            pid: entry.pid,
            ...(exe === undefined ? {} : { file: fileOf(exe) }),
            ...(typeof entry.ppid === 'number' ? { parent_process: { pid: entry.ppid } } : {}),
          },
        }),
    app_name: 'rein',
  };
}

/** What it was done to. */
function objectOf(of: Class, entry: Entry): object {
  const target = text(entry.target) ?? text(entry.resource) ?? '';
  switch (of.class_uid) {
    case FILE.class_uid:
      return { file: fileOf(target) };
    case PROCESS.class_uid: {
      const argv = Array.isArray(entry.argv) ? entry.argv.map(String) : [target];
      return {
        process: { name: basename(target), file: fileOf(target), cmd_line: argv.join(' ') },
      };
    }
    case NETWORK.class_uid:
      return { dst_endpoint: endpointOf(target) };
    case API.class_uid:
      return { api: { operation: text(entry.kind) }, src_endpoint: { hostname: hostname() } };
    default:
      return of satisfies never;
  }
}

function fileOf(path: string): object {
  return { path, name: basename(path), type_id: 0 };
}

/** `10.0.0.1:443`, `[::1]:443`, a URL, or what else stands in the record. */
function endpointOf(target: string): object {
  const found = /^\[?([0-9a-f:.]+?)\]?:(\d{1,5})$/i.exec(target);
  if (found !== null) return { ip: found[1], port: Number(found[2]) };
  if (!URL.canParse(target)) return { name: target };
  const { hostname: host, port } = new URL(target);
  return { hostname: host, ...(port === '' ? {} : { port: Number(port) }) };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
