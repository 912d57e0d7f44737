/**
 * The daemon as a process of its own, for tests that kill it. Arguments: the configuration as JSON,
 * the path of the runner. Says `ready` on standard output once it listens.
 */
import { configSchema } from '../../src/daemon/config.js';
import { startDaemon } from '../../src/daemon/daemon.js';
import { createLog } from '../../src/daemon/log.js';

const [, , config = '{}', runner = ''] = process.argv;
const daemon = await startDaemon({
  config: configSchema.parse(JSON.parse(config)),
  log: createLog('warn'),
  runner: { program: process.execPath, args: [runner] },
  look: async () => ({ ok: true, pid: process.pid, uid: 0 }),
});
process.once('SIGTERM', () => void daemon.stop().then(() => process.exit(0)));
process.stdout.write('ready\n');
