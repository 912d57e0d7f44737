import { Command } from 'commander';
import { withDaemonOptions } from '../daemon/where.js';
import { initDaemon } from './daemon/init.js';
import { schemaVersion } from './daemon/schema-version.js';
import { startDaemon } from './daemon/start.js';
import { daemonStatus } from './daemon/status.js';
import { stopDaemon } from './daemon/stop.js';

export function define(name: string): Command {
  return new Command(name)
    .description(
      'Start, look at and stop `reind`, which keeps agents, runs, approvals and identities. Runs outlive it.',
    )
    .addCommand(start())
    .addCommand(
      withDaemonOptions(new Command('init'))
        .summary('become its administrator, where it runs')
        .description(
          'Make an admin token for you from the bootstrap token that reind wrote at its first start, and keep it as your login.',
        )
        .option('--label <NAME>', 'whose token it is; else your user name')
        .action(initDaemon),
    )
    .addCommand(
      withDaemonOptions(new Command('status'))
        .summary('does it run, and can it do its work?')
        .option('--json', 'one JSON object')
        .action(daemonStatus),
    )
    .addCommand(
      new Command('schema-version')
        .summary('the version of its store, as a number')
        .option('--db <FILE>', 'a store elsewhere, such as a backup')
        .action(schemaVersion),
    )
    .addCommand(
      new Command('stop')
        .summary('end it; runs go on, and the next one finds them')
        .action(stopDaemon),
    )
    .addHelpText(
      'after',
      `
Examples:
  $ rein daemon start
  $ rein daemon init
  $ rein daemon status --json
  $ rein daemon stop`,
    );
}

function start(): Command {
  return new Command('start')
    .summary('start it, in the background')
    .description(
      'Start reind for your state directory. It listens on a Unix socket that only you can reach, and on TCP if you say so.',
    )
    .option('--detach', 'in the background: return when it listens (this is usual)')
    .option(
      '--foreground',
      'until Ctrl-C or SIGTERM, with its log on stderr: for systemd and the like',
    )
    .option('--config <FILE>', 'its configuration; docs/reference/reind.schema.json describes it')
    .option('--socket <PATH>', 'where it listens; else below XDG_RUNTIME_DIR')
    .option(
      '--listen <ADDRESS>',
      'TCP beside the socket, as `127.0.0.1:8787`; elsewhere it needs TLS',
    )
    .option('--tls-cert <FILE>', 'certificate for `--listen`, as PEM')
    .option('--tls-key <FILE>', 'its key')
    .addHelpText(
      'after',
      `
Examples:
  $ rein daemon start --listen 127.0.0.1:8787
  $ rein daemon start --foreground --config reind.yaml`,
    )
    .action(startDaemon);
}
