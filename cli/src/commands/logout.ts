import { Command } from 'commander';
import { forgetLogin } from '../daemon/login.js';
import { say } from '../terminal/streams.js';

export function define(name: string): Command {
  return new Command(name)
    .description('Forget the token that `rein login` or `rein daemon init` kept. It stays valid.')
    .addHelpText('after', '\nExample:\n  $ rein logout')
    .action(() => {
      say(
        forgetLogin()
          ? 'logged out; the token stays valid until it is revoked\n'
          : 'you were not logged in\n',
      );
    });
}
