import { parseArgs } from 'node:util';
import { EnforceFault, openStateDirectory } from '@rein/enforce';
import { LedgerError } from '@rein/ledger';
import { type Config, readConfig } from './daemon/config.js';
import { startDaemon } from './daemon/daemon.js';
import { withFlags } from './daemon/flags.js';
import { createLog } from './daemon/log.js';
import { placesIn } from './daemon/places.js';
import { ControlFault, fault, reasonOf } from './fault.js';
import { schemaVersionOf } from './store/schema-version.js';

/** `reind`: the daemon, in the foreground, until SIGTERM or SIGINT. */
const USAGE = `usage: reind [--config FILE] [--socket PATH] [--host ADDRESS] [--port PORT]
             [--tls-certfile FILE --tls-keyfile FILE]
       reind --schema-version [--db FILE]

Starts the control plane of Rein in the foreground. Without --host and --port it
listens on a Unix socket only. With --schema-version it prints the version of the
store of this state directory, or of FILE, and does nothing else.
`;

const OPTIONS = {
  config: { type: 'string' },
  socket: { type: 'string' },
  host: { type: 'string' },
  port: { type: 'string' },
  'tls-certfile': { type: 'string' },
  'tls-keyfile': { type: 'string' },
  'schema-version': { type: 'boolean' },
  db: { type: 'string' },
  help: { type: 'boolean' },
} as const;

function configure(): Config | undefined {
  const values = readFlags();
  if (values.help === true) {
    process.stdout.write(USAGE);
    return undefined;
  }
  if (values['schema-version'] === true) {
    const path = values.db ?? placesIn(openStateDirectory()).store;
    process.stdout.write(`${schemaVersionOf(path)}\n`);
    return undefined;
  }
  return withFlags(readConfig(values.config), values);
}

function readFlags() {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    throw fault('bad-config', { path: 'command line', why: reasonOf(error) }, error);
  }
}

async function main(): Promise<void> {
  const config = configure();
  if (config === undefined) return;
  process.umask(0o077);
  const log = createLog(config.log.level);
  const daemon = await startDaemon({ config, log });
  const { socket, tcp, bootstrapToken } = daemon;
  log.info({ socket, tcp, bootstrapTokenFile: bootstrapToken }, 'ready');
  // Whoever started this as a child with a channel waits to hear that it listens.
  process.send?.({ socket, tcp, bootstrapToken });
  if (process.connected) process.disconnect();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      log.info({ signal }, 'stopping; runs go on');
      daemon.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ err: error }, 'could not stop as planned');
          process.exit(1);
        },
      );
    });
  }
}

try {
  await main();
} catch (error) {
  const isKnown =
    error instanceof ControlFault || error instanceof EnforceFault || error instanceof LedgerError;
  process.stderr.write(
    isKnown
      ? `reind: ${error.message} (${error.id})\n  help: ${error.help}\n`
      : `reind: ${error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exitCode = 1;
}
