/** One diagnostic: its stable id, the HTTP status it has, its message with `{holes}`, what to do. */
export interface Code {
  readonly id: `CTL${number}`;
  readonly status: number;
  readonly message: string;
  readonly help: string;
}

/**
 * Every diagnostic of the control plane, for requests, the log and the exit of the daemon alike. Ids
 * are stable and never reused; docs/reference/codes/control.md has a heading for each. 001 to 019
 * requests, 020 to 039 identity, 040 to 059 agents and runs, 060 to 079 approvals, 080 to 099 the
 * store, 100 and up the daemon.
 */
export const CODES = {
  'not-found': {
    id: 'CTL001',
    status: 404,
    message: 'there is nothing at `{path}`',
    help: 'docs/reference/api.md lists the paths',
  },
  'bad-request': {
    id: 'CTL002',
    status: 400,
    message: 'the request is not of the right shape',
    help: '`errors` names each member and what is wrong with it',
  },
  'bad-json': {
    id: 'CTL003',
    status: 400,
    message: 'the body is not JSON',
    help: 'send one JSON value in UTF-8, with content type application/json',
  },
  'body-too-large': {
    id: 'CTL004',
    status: 413,
    message: 'the body is larger than {limit} bytes',
    help: 'send less; contents belong into files, not into requests',
  },
  'wrong-content-type': {
    id: 'CTL005',
    status: 415,
    message: 'the content type `{type}` is not read here',
    help: 'send application/json',
  },
  'bad-cursor': {
    id: 'CTL006',
    status: 400,
    message: 'the cursor does not belong to this list',
    help: 'use `next` of the page before, with the same filters',
  },
  'changed-meanwhile': {
    id: 'CTL007',
    status: 412,
    message: '{what} is at version {found}, not at the one of If-Match',
    help: 'read it again, look at what changed, and send the new ETag',
  },
  'if-match-missing': {
    id: 'CTL008',
    status: 428,
    message: 'this change needs If-Match',
    help: 'send the ETag of what was read, so that nobody’s change is lost',
  },
  'too-many-requests': {
    id: 'CTL009',
    status: 429,
    message: 'more than {limit} requests a minute',
    help: 'wait as long as Retry-After says',
  },
  overloaded: {
    id: 'CTL010',
    status: 503,
    message: '{limit} requests are being worked on already',
    help: 'try again in a moment',
  },
  'too-many-streams': {
    id: 'CTL011',
    status: 503,
    message: '{limit} event streams are open already',
    help: 'close one; a list with a cursor needs no stream',
  },
  'key-reused': {
    id: 'CTL012',
    status: 422,
    message: 'this idempotency key was used for another request',
    help: 'make a new key for each new request; repeat a key only to repeat a request',
  },
  'wrong-method': {
    id: 'CTL013',
    status: 405,
    message: '`{path}` does not take {method}',
    help: 'the Allow header names what it takes; docs/reference/api.md lists all',
  },
  'ambiguous-json': {
    id: 'CTL014',
    status: 400,
    message: 'the body is JSON that not every reader understands alike: {why}',
    help: 'send I-JSON (RFC 7493): each name once in an object, whole characters, numbers that a double holds, 32 levels at most',
  },
  internal: {
    id: 'CTL019',
    status: 500,
    message: 'something is wrong with reind itself',
    help: 'the log has the details under the id of this request; nothing was granted',
  },
  'no-token': {
    id: 'CTL020',
    status: 401,
    message: 'the request has no token',
    help: 'send `Authorization: Bearer …`; `reind` wrote the first token beside its state',
  },
  'bad-token': {
    id: 'CTL021',
    status: 401,
    message: 'the token is not valid',
    help: 'it is wrong, expired or revoked; ask an administrator for another',
  },
  'not-allowed': {
    id: 'CTL022',
    status: 403,
    message: 'standing `{standing}` has no right to `{permission}` here',
    help: '`rein whoami` shows what this token may do',
  },
  'bootstrap-over': {
    id: 'CTL023',
    status: 401,
    message: 'the bootstrap token ended when the first admin token was made',
    help: 'use a managed token',
  },
  'bootstrap-admin-only': {
    id: 'CTL024',
    status: 403,
    message: 'the bootstrap token can make nothing but an admin token',
    help: 'make an admin token, and with it the others',
  },
  'no-such-token': {
    id: 'CTL025',
    status: 404,
    message: 'there is no token `{token}`',
    help: '`rein token list` lists them',
  },
  'token-not-active': {
    id: 'CTL026',
    status: 409,
    message: 'token `{token}` is revoked or expired',
    help: 'make a new one',
  },
  'expiry-in-past': {
    id: 'CTL027',
    status: 400,
    message: 'the expiry lies in the past',
    help: 'give milliseconds since 1970, UTC, in the future',
  },
  'agent-role-only': {
    id: 'CTL028',
    status: 400,
    message: 'only a run_submitter token can be bound to an agent',
    help: 'leave agent_id out, or ask for role run_submitter',
  },
  'last-admin': {
    id: 'CTL031',
    status: 409,
    message: 'token `{token}` is the last active admin token',
    help: 'make another admin token first, or nobody could administer any more',
  },
  'no-such-agent': {
    id: 'CTL040',
    status: 404,
    message: 'there is no agent `{agent}`',
    help: '`rein agent list` lists them',
  },
  'agent-exists': {
    id: 'CTL041',
    status: 409,
    message: 'there is an agent `{agent}` already',
    help: 'choose another id, or update that agent',
  },
  'policy-unreadable': {
    id: 'CTL042',
    status: 422,
    message: 'the policy `{path}` cannot be used: {why}',
    help: '`rein check` shows what is wrong with it',
  },
  'workspace-unusable': {
    id: 'CTL043',
    status: 422,
    message: 'the workspace `{path}` cannot be used: {why}',
    help: 'name a directory that exists and is not the state directory of reind',
  },
  'agent-busy': {
    id: 'CTL044',
    status: 409,
    message: 'agent `{agent}` has {runs} runs under way',
    help: 'cancel them or wait for their end',
  },
  'no-such-run': {
    id: 'CTL045',
    status: 404,
    message: 'there is no run `{run}`',
    help: '`rein runs` lists them',
  },
  'run-over': {
    id: 'CTL046',
    status: 409,
    message: 'run `{run}` is over ({status})',
    help: 'start a new run',
  },
  'too-many-runs': {
    id: 'CTL048',
    status: 429,
    message: '{limit} runs are under way already',
    help: 'wait for one to end, or raise `runs.max` in the configuration',
  },
  'run-not-started': {
    id: 'CTL049',
    status: 500,
    message: 'the run could not be started: {why}',
    help: 'run `rein doctor`; the log of the run has the details',
  },
  'runner-silent': {
    id: 'CTL050',
    status: 504,
    message: 'the runner of `{run}` did not answer within {seconds} s',
    help: 'try again; if it stays so, cancel the run',
  },
  'record-refused': {
    id: 'CTL051',
    status: 500,
    message: 'the record took no entry: {why}',
    help: 'nothing was done; free some space and look at `rein audit verify`',
  },
  'has-process': {
    id: 'CTL053',
    status: 409,
    message: 'run `{run}` takes no actions, and ends with its command',
    help: 'cancel it, or wait for its end',
  },
  'policy-not-swapped': {
    id: 'CTL054',
    status: 409,
    message: 'run `{run}` stays under its policy: {why}',
    help: 'nothing has changed; a new run takes any policy. docs/reference/engine-frames.md says which can take the place of which, and what a run has to begin with',
  },
  'gate-not-opened': {
    id: 'CTL055',
    status: 409,
    message: 'no gate of run `{run}` was opened: {why}',
    help: '`rein policy effective --agent AGENT` lists what the policy says; gates are opened in runs that have a process',
  },
  'record-not-exported': {
    id: 'CTL058',
    status: 409,
    message: 'the record of run `{run}` cannot be exported: {why}',
    help: 'look at it with `rein audit fsck`; its folder is the evidence',
  },
  'outcome-not-recorded': {
    id: 'CTL059',
    status: 500,
    message: 'what came of the action is not on the record: {why}',
    help: 'it may have been done: look before asking for it again; free some space and look at `rein audit verify`',
  },
  'no-such-approval': {
    id: 'CTL060',
    status: 404,
    message: 'there is no request `{request}`',
    help: '`rein approvals` lists them',
  },
  'already-decided': {
    id: 'CTL061',
    status: 409,
    message: 'the request is {status} already',
    help: 'each request is decided once; the answer that counts is in the record',
  },
  'self-approval': {
    id: 'CTL062',
    status: 403,
    message: '`{subject}` asked for this, and cannot decide about it',
    help: 'somebody else has to decide',
  },
  'wrong-digest': {
    id: 'CTL063',
    status: 409,
    message: 'what is asked for is not what was looked at',
    help: 'read the request again; its digest changed or was mistyped',
  },
  'grant-used': {
    id: 'CTL064',
    status: 409,
    message: 'the grant was used already',
    help: 'a grant is good for one action; ask again',
  },
  'grant-expired': {
    id: 'CTL065',
    status: 409,
    message: 'the grant is past its time',
    help: 'ask again',
  },
  'not-granted': {
    id: 'CTL066',
    status: 409,
    message: 'the request is {status}, not APPROVED',
    help: 'without a grant the action is not performed',
  },
  'too-many-pending': {
    id: 'CTL067',
    status: 429,
    message: '{limit} requests of this run wait already',
    help: 'the run asks more than a person can answer; decide or cancel it',
  },
  'scope-not-possible': {
    id: 'CTL068',
    status: 422,
    message: 'a hold of the engine can be granted only once',
    help: 'use scope `once`; a rule of the policy can allow it for good',
  },
  'no-such-action': {
    id: 'CTL069',
    status: 404,
    message: 'there is no action `{action}` that is kept',
    help: 'only actions with an Idempotency-Key, and those that wait for a person, can be read again',
  },
  'store-read-only': {
    id: 'CTL080',
    status: 503,
    message: 'the store cannot be written',
    help: 'check the mount and the owner of the state directory',
  },
  'store-full': {
    id: 'CTL081',
    status: 507,
    message: 'the disk of the store is full',
    help: 'free some space; what was acknowledged is safe',
  },
  'store-damaged': {
    id: 'CTL082',
    status: 503,
    message: 'the store is damaged: {why}',
    help: 'stop reind and restore a backup; the ledgers of the runs are apart and can be verified',
  },
  'store-busy': {
    id: 'CTL083',
    status: 503,
    message: 'the store is held by another process',
    help: 'end the other program that has the file open',
  },
  'store-failed': {
    id: 'CTL084',
    status: 503,
    message: 'the store failed: {why}',
    help: 'look at the disk and at the log',
  },
  'store-newer': {
    id: 'CTL085',
    status: 503,
    message: 'the store is at version {found}, this reind knows {known}',
    help: 'use the newer reind, or restore a backup from before the upgrade',
  },
  'no-sqlite': {
    id: 'CTL086',
    status: 503,
    message: 'this Node ({version}) has no SQLite of its own, and better-sqlite3 cannot be loaded',
    help: 'run reind with Node 20, or with Node 22.13 or later',
  },
  'another-daemon': {
    id: 'CTL100',
    status: 503,
    message: 'process {pid} runs on `{path}`',
    help: 'there is one reind per state directory; stop that one first',
  },
  'bad-config': {
    id: 'CTL101',
    status: 500,
    message: 'the configuration `{path}` cannot be used: {why}',
    help: 'docs/reference/reind.schema.json describes it',
  },
  'unsafe-listen': {
    id: 'CTL102',
    status: 500,
    message: 'will not listen on `{address}`: {why}',
    help: 'listen on 127.0.0.1 or [::1], or give a certificate and a key: `--tls-cert` and `--tls-key`',
  },
  'listen-failed': {
    id: 'CTL103',
    status: 500,
    message: 'cannot listen on `{address}`: {why}',
    help: 'check that nothing else has the address and that the folder is yours',
  },
  'unsafe-folder': {
    id: 'CTL104',
    status: 500,
    message: '`{path}` cannot hold the state: {why}',
    help: 'it must be a directory of yours with mode 0700 that nobody else can replace',
  },
  'peer-refused': {
    id: 'CTL105',
    status: 403,
    message: 'this connection is refused: {why}',
    help: 'connect as the user of the daemon, from a process that Rein does not govern',
  },
} as const satisfies Record<string, Code>;

export type CodeName = keyof typeof CODES;

/** The ids in use, `CTL001` and so on. */
export type CodeId = (typeof CODES)[CodeName]['id'];
