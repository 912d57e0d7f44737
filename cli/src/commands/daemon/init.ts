import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { shown } from '@rein/enforce';
import { type Daemon, daemonAt, daemonIfAny } from '../../daemon/client.js';
import { keepLogin } from '../../daemon/login.js';
import { readTokenFile } from '../../daemon/token.js';
import { type DaemonOptions, daemonFolder, whereIs } from '../../daemon/where.js';
import { cliFault } from '../../fault.js';
import { say } from '../../terminal/streams.js';
import { colorsFor } from '../../terminal/style.js';

interface Options extends DaemonOptions {
  readonly label?: string;
}

/** From the bootstrap token to an administrator with a login; again is no fault. */
export async function initDaemon(options: Options): Promise<void> {
  const path = join(daemonFolder(), 'bootstrap-token');
  if (!existsSync(path)) {
    const known = daemonIfAny(options);
    if (known === undefined) throw cliFault('no-bootstrap', { path });
    await finish(known, '');
    return;
  }
  const { address } = whereIs(options);
  const label = options.label ?? userInfo().username;
  const bootstrap = daemonAt({ ...address, token: readTokenFile(path) });
  const { token } = await bootstrap.identity.createToken({ role: 'admin', label });
  const file = keepLogin({ address, token });
  await finish(daemonAt({ ...address, token }), file);
}

async function finish(daemon: Daemon, file: string): Promise<void> {
  const { subject, standing } = await daemon.identity.whoami();
  if (standing === 'admin') await daemon.identity.init();
  const { green, dim } = colorsFor('stderr');
  const what = file === '' ? 'set up already' : 'set up';
  say(`${green(what)}: you are ${shown(subject)} ${dim(`(${standing})`)}\n`);
  if (file !== '') say(`  ${dim('token')} kept in ${file}, for you only\n`);
  say(`${dim('next')} rein agent create NAME --workspace . --policy rein.yaml\n`);
}
