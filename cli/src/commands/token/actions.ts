import { closeSync, existsSync, openSync, rmSync, writeSync } from 'node:fs';
import { type IssuedToken, type Role, roleSchema, type Token } from '@rein/contract/api';
import { reasonOf, shown } from '@rein/enforce';
import { daemonOf } from '../../daemon/client.js';
import type { DaemonOptions } from '../../daemon/where.js';
import { cliFault } from '../../fault.js';
import { table } from '../../terminal/columns.js';
import { out, say } from '../../terminal/streams.js';
import { type Colors, colorsFor } from '../../terminal/style.js';
import { ago, moment } from '../../terminal/when.js';
import { shortRun } from '../../terminal/words.js';
import { expiryOf } from './expiry.js';
import { findToken } from './find.js';

interface CreateOptions extends DaemonOptions {
  readonly role: string;
  readonly label: string;
  readonly subject?: string;
  readonly agent?: string;
  readonly expires?: string;
  readonly service?: true;
  readonly save?: string;
  readonly json?: true;
}

export async function createToken(options: CreateOptions): Promise<void> {
  const { label, subject, agent, expires, service } = options;
  const role: Role = roleSchema.parse(options.role);
  const { identity } = daemonOf(options);
  const ask = () =>
    identity.createToken({
      ...{ role, label, owner_subject: subject, agent_id: agent },
      principal_type: service === true ? 'service_account' : 'human',
      ...(expires === undefined ? {} : { expires_at: expiryOf(expires) }),
    });
  handOver(await issue(ask, options.save), options, 'made');
}

interface ListOptions extends DaemonOptions {
  readonly active?: true;
  readonly json?: true;
}

export async function listTokens(options: ListOptions): Promise<void> {
  const tokens = await daemonOf(options).identity.listTokens(options.active === true);
  if (options.json === true) {
    out(tokens.map((token) => `${JSON.stringify(token)}\n`).join(''));
    return;
  }
  const colors = colorsFor('stdout');
  const head = ['id', 'owner', 'role', 'begins with', 'made', 'last used', 'state'];
  out(table([head.map(colors.dim), ...tokens.map((token) => cells(token, colors))]));
}

function cells(token: Token, { green, dim, red }: Colors): string[] {
  const { token_id, owner_subject, role, agent_id, prefix, created_at, last_used_at } = token;
  const { revoked_at = Number.POSITIVE_INFINITY, expires_at = Number.POSITIVE_INFINITY } = token;
  // One that was rotated goes on for as long as that was asked for.
  const end = Math.min(revoked_at, expires_at);
  const state = token.active
    ? green(Number.isFinite(end) ? `until ${moment(end)}` : 'active')
    : token.revoked_at === undefined
      ? red('expired')
      : dim('revoked');
  return [
    shortRun(token_id),
    shown(owner_subject),
    agent_id === undefined ? role : `${role} of ${shown(agent_id)}`,
    shown(prefix),
    `${ago(created_at)} ago`,
    last_used_at === undefined ? dim('never') : `${ago(last_used_at)} ago`,
    state,
  ];
}

interface RotateOptions extends DaemonOptions {
  readonly overlap: string;
  readonly save?: string;
}

export async function rotateToken(id: string, options: RotateOptions): Promise<void> {
  const seconds = Number(options.overlap);
  if (!Number.isFinite(seconds) || seconds < 0 || seconds > 86_400) {
    const expected = 'give seconds, at most a day';
    throw cliFault('bad-option', { option: '--overlap', value: options.overlap, expected });
  }
  const daemon = daemonOf(options);
  const { token_id } = await findToken(daemon, id);
  const overlap_ms = Math.round(seconds * 1000);
  const ask = () => daemon.identity.rotateToken(token_id, { overlap_ms });
  handOver(await issue(ask, options.save), options, 'rotated');
}

export async function revokeToken(id: string, options: DaemonOptions): Promise<void> {
  const daemon = daemonOf(options);
  const { token_id, owner_subject, role } = await findToken(daemon, id);
  await daemon.identity.revokeToken(token_id);
  const { red } = colorsFor('stderr');
  say(`${red('revoked')} the ${role} token ${shortRun(token_id)} of ${shown(owner_subject)}\n`);
}

/** Has a token made once there is a place for its secret: afterwards nobody can have it again. */
async function issue(ask: () => Promise<IssuedToken>, save: string | undefined) {
  if (save === undefined) return ask();
  let fd: number;
  try {
    fd = openSync(save, 'wx', 0o600);
  } catch (error) {
    const why = existsSync(save) ? 'a file of that name is there' : reasonOf(error);
    throw cliFault('file-not-written', { path: save, why }, error);
  }
  try {
    const issued = await ask();
    writeSync(fd, `${issued.token}\n`);
    return issued;
  } catch (error) {
    rmSync(save, { force: true });
    throw error;
  } finally {
    closeSync(fd);
  }
}

/** Tells of a token, and shows its secret if it was not saved. */
function handOver(
  issued: IssuedToken,
  { save, json }: { readonly save?: string; readonly json?: true },
  what: string,
): void {
  const { token, ...rest } = issued;
  const { green, dim } = colorsFor('stderr');
  say(
    `${green(what)} the ${issued.role} token ${shortRun(issued.token_id)} of ${shown(issued.owner_subject)}` +
      `${save === undefined ? dim(', shown this once:') : `, kept in ${shown(save)}`}\n`,
  );
  if (json === true) out(`${JSON.stringify(save === undefined ? issued : rest)}\n`);
  else if (save === undefined) out(`${token}\n`);
}
