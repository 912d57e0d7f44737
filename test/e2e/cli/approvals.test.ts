import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { createPlace, jsonLines, type Place, policy } from './place.js';

const REIN = fileURLToPath(new URL('../../../cli/bin/rein.js', import.meta.url));
const POLICY = policy(`rule ask-tool:
  ask exec "tool" "push"
  because "a person looks"
rule gate:
  block exec "tool" "deploy" unless after approval "deploy"
  because "deploys are approved"
`);

const project = (rules = POLICY) => {
  const place = createPlace({ 'rein.yaml': rules });
  place.write('bin/tool', '#!/bin/sh\necho "tool $*"\n');
  return place;
};

const run = (place: Place, script: string, ...options: string[]) =>
  place.rein(['run', ...options, '--', 'sh', '-c', script], {
    env: { PATH: `${place.at('bin')}:${process.env.PATH}`, NODE: process.execPath, REIN },
  });

interface Hold {
  readonly id: string;
  readonly [field: string]: unknown;
}

/** Waits until something waits. */
function held(place: Place): Promise<Hold> {
  return vi.waitFor(
    async () => {
      const { stdout } = await place.rein(['approvals', '--json']);
      const [hold] = jsonLines(stdout);
      if (hold === undefined) throw new Error('nothing waits');
      return { ...hold, id: String(hold.id) };
    },
    { timeout: 20_000, interval: 100 },
  );
}

const script = 'chmod +x bin/tool; tool push; echo "code $?"';

describe('AP11: ask', () => {
  it('waits until a person approves from another process, and says who did', async () => {
    const place = project();
    const running = run(place, script);
    const hold = await held(place);
    expect(hold).toMatchObject({
      ...{ rule: 'ask-tool', reason: 'a person looks', op: 'exec', argv: ['tool', 'push'] },
      ...{ cwd: place.project, effect: 'ask' },
    });
    expect((await place.rein(['approvals'])).stdout).toContain('exec tool push');
    const approved = await place.rein(['approve', hold.id, '--reason', 'looked at it']);
    expect(approved.code).toBe(0);
    expect(approved.stderr).toContain('approved exec tool push (rule ask-tool)');
    const { stdout, stderr } = await running;
    expect(stdout).toBe('tool push\ncode 0\n');
    expect(stderr).toContain(`rein approve ${hold.id}`);
    const log = jsonLines((await place.rein(['replay', '--json'])).stdout);
    expect(log.find(({ outcome }) => outcome === 'approved')).toMatchObject({
      hold: { id: hold.id, reason: 'looked at it', by: expect.stringMatching(/\S/) },
    });
    expect((await place.rein(['approvals', '--json'])).stdout).toBe('');
  });

  it('tells the agent why a person said no', async () => {
    const place = project();
    const running = run(place, script);
    const hold = await held(place);
    expect((await place.rein(['deny', hold.id, '--reason', 'not on a Friday'])).code).toBe(0);
    const { stdout, stderr } = await running;
    expect(stdout).toBe('code 126\n');
    expect(stderr).toContain('not on a Friday');
    expect((await place.rein(['why'])).stdout).toContain('said: not on a Friday');
  });

  it('asks once about a command that a shell finds in two folders of PATH', async () => {
    const place = project(policy('rule ask-date:\n  ask exec "date"'));
    const running = place.rein(['run', '--', 'dash', '-c', 'date +%Y; echo "code $?"'], {
      env: { PATH: '/usr/bin:/bin' },
    });
    const hold = await held(place);
    expect((await place.rein(['deny', hold.id, '--reason', 'no'])).code).toBe(0);
    const { stdout, stderr } = await running;
    expect(stdout).toBe('code 126\n');
    expect(stderr.match(/waiting for a person/g)).toHaveLength(1);
    expect(stderr.match(/denied: exec of date/g)).toHaveLength(1);
    const log = jsonLines((await place.rein(['replay', '--json'])).stdout);
    expect(log.filter(({ kind }) => kind === 'hold')).toHaveLength(1);
  });

  it('approves once: the next one is asked again', async () => {
    const place = project();
    const running = run(
      place,
      'chmod +x bin/tool; tool push; tool push; echo "code $?"',
      '--ask',
      'wait=4s',
    );
    const hold = await held(place);
    await place.rein(['approve', hold.id]);
    expect((await running).stdout).toBe('tool push\ncode 126\n');
    const outcomes = jsonLines((await place.rein(['replay', '--json'])).stdout).flatMap(
      ({ kind, outcome }) => (kind === 'match' ? [outcome] : []),
    );
    expect(outcomes).toEqual(['approved', 'expired']);
  });

  it('denies when nobody answers, or nobody is to be asked', async () => {
    const place = project();
    expect((await run(place, script, '--ask', 'wait=1s')).stdout).toBe('code 126\n');
    expect((await run(place, script, '--ask', 'deny')).stdout).toBe('code 126\n');
    expect((await run(place, script, '--ask', 'allow')).stdout).toBe('tool push\ncode 0\n');
  });

  it('does not let the run approve itself', async () => {
    const place = project();
    const inside =
      'chmod +x bin/tool; (sleep 1.5; id=$("$NODE" "$REIN" approvals --json | sed "s/.*\\"id\\":\\"\\([a-z2-7]*\\)\\".*/\\1/"); ' +
      '"$NODE" "$REIN" approve "$id"; echo "self $?") & tool push; echo "code $?"; wait';
    const { stdout, stderr } = await run(place, inside, '--ask', 'wait=6s');
    expect(stdout).toContain('code 126\n');
    expect(stdout).not.toContain('self 0');
    expect(stdout).not.toContain('tool push');
    expect(stderr).not.toContain('approved exec');
  });

  it('knows nothing of an id that does not wait', async () => {
    const place = project();
    const { code, stderr } = await place.rein(['approve', 'aaaaa']);
    expect(code).toBe(4);
    expect(stderr).toContain('nothing waits under the id `aaaaa`');
    expect((await place.rein(['deny', '../../etc'])).code).toBe(4);
  });
});

describe('an approval gate', () => {
  it('is opened by a person for one run', async () => {
    const place = project();
    const waiting =
      'chmod +x bin/tool; tool deploy; echo "code $?"; until [ -e go ]; do sleep 0.1; done; tool deploy; echo "code $?"';
    const running = run(place, waiting);
    await vi.waitFor(
      async () => expect((await place.rein(['runs', '--json'])).stdout).toContain('"running"'),
      { timeout: 20_000, interval: 100 },
    );
    expect((await place.rein(['approve', '--gate', 'deploy'])).code).toBe(2);
    const opened = await place.rein([
      'approve',
      '--gate',
      'deploy',
      '--run',
      'last',
      '--reason',
      'ok',
    ]);
    expect(opened.code).toBe(0);
    place.write('go', '');
    expect((await running).stdout).toBe('code 126\ntool deploy\ncode 0\n');
    expect((await place.rein(['replay'])).stdout).toContain('approval deploy “ok”');
  });
});
