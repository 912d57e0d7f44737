import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newDaemon } from '../http/daemon.js';

/** A daemon with an agent under `capabilities`, and a run of it that is given actions. */
export async function newActionBench(
  capabilities: string,
  more = '',
  config: Record<string, unknown> = {},
) {
  const daemon = await newDaemon(config);
  const { ask, home, workspace, tokenOf } = daemon;
  const policy = join(home, 'capable.yaml');
  writeFileSync(policy, `version: 1\ncapabilities:\n${capabilities}\n${more}`);
  const made = await ask('POST', '/v1/agents', {
    body: { agent_id: 'capable', workspace, policy },
  });
  if (made.status !== 201) throw new Error(made.text);
  const sam = await tokenOf('run_submitter', 'sam');
  const pat = await tokenOf('approver', 'pat');
  const { json: run } = await ask('POST', '/v1/runs', {
    token: sam,
    body: { agent_id: 'capable' },
  });
  const runId: string = run.run_id;
  const act = (capability: string, args: object, headers: Record<string, string> = {}) =>
    ask('POST', '/v1/actions', {
      ...{ token: sam, headers },
      body: { run_id: runId, capability, args },
    });
  const read = (path: string) => readFileSync(join(workspace, path), 'utf8');
  const put = (path: string, text: string) => {
    mkdirSync(join(workspace, path, '..'), { recursive: true });
    writeFileSync(join(workspace, path), text);
  };
  /** Kinds and outcomes of the entries about actions, in order. */
  const recorded = async (): Promise<string[]> => {
    const { json } = await ask('GET', `/v1/runs/${runId}/events?limit=500`, { token: sam });
    return json.items
      .filter(({ kind }: { kind: string }) => kind.startsWith('action'))
      .map(({ kind, entry }: { kind: string; entry: Record<string, unknown> }) =>
        [kind, entry.capability, entry.decision ?? entry.outcome].join(' '),
      );
  };
  return { ...daemon, sam, pat, runId, act, read, put, recorded };
}
