import { shown } from '@rein/enforce';
import { Command } from 'commander';
import { daemonAt } from '../daemon/client.js';
import { keepLogin } from '../daemon/login.js';
import { readTokenFile, TOKEN_FILE_BYTES_MAX, tokenFrom } from '../daemon/token.js';
import { type DaemonOptions, whereIs, withDaemonOptions } from '../daemon/where.js';
import { cliFault } from '../fault.js';
import { readSecret } from '../terminal/secret.js';
import { say } from '../terminal/streams.js';
import { colorsFor } from '../terminal/style.js';

export function define(name: string): Command {
  return withDaemonOptions(new Command(name))
    .description(
      'Keep a token, and where reind is, for your next commands. The token comes from standard input, a prompt or a file, and is tried first.',
    )
    .addHelpText(
      'after',
      `
Examples:
  $ rein login                                      asks for the token
  $ rein login --url https://rein.example:8787 < token`,
    )
    .action(login);
}

async function login(options: DaemonOptions): Promise<void> {
  const { address } = whereIs(options);
  const token =
    options.tokenFile === undefined
      ? tokenFrom(await readSecret('token: ', TOKEN_FILE_BYTES_MAX), (why) =>
          cliFault('token-file', { path: 'standard input', why }),
        )
      : readTokenFile(options.tokenFile);
  const { subject, standing } = await daemonAt({ ...address, token }).identity.whoami();
  const file = keepLogin({ address, token });
  const { green, dim } = colorsFor('stderr');
  say(`${green('logged in')} as ${shown(subject)} ${dim(`(${standing})`)}\n`);
  say(`  ${dim('token')} kept in ${file}, for you only\n`);
}
