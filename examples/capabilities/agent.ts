/**
 * An agent that asks the daemon for what it does. Start it with the socket of `reind`, the file of a
 * token of role `run_submitter`, and the id of an agent under `rein.yaml`.
 */
import { readFileSync } from 'node:fs';
import { ActionDenied, createClient, createRein } from '@rein/sdk';

const [socket = '', tokenFile = '', agent = ''] = process.argv.slice(2);
const client = createClient({ socket, token: readFileSync(tokenFile, 'utf8').trim() });
const { run_id } = await client.startRun({ agent_id: agent });
const rein = createRein(client, run_id);

const names = (await rein.fs.list()).map(({ name }) => name);
await rein.fs.write('reports/names.txt', `${names.join('\n')}\n`);

try {
  await rein.fs.write('../outside.txt', 'never');
} catch (error) {
  if (!(error instanceof ActionDenied)) throw error;
  console.log(`denied: ${error.message}`);
}

// A person is asked, and this waits as long as that takes.
await rein.fs.write('src/generated.ts', 'export const names = 1;\n');

const { stdout } = await rein.proc.spawn('echo', ['all', 'done']);
console.log(stdout.trim());
await client.finishRun(run_id, 'succeed');
