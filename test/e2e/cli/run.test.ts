import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readEvents } from '../rein.js';
import { createPlace, jsonLines, policy } from './place.js';

const NO_PUSH = policy(
  'rule no-push:\n  block exec "**/tool" "push"\n  because "not today"\nrule seen:\n  notify write "*.md"\n  because "update the index"',
);
const TOOL = '#!/bin/sh\necho "tool $*"\n';

function project() {
  const place = createPlace({ 'rein.yaml': NO_PUSH, tool: TOOL });
  chmodSync(place.at('tool'), 0o755);
  return place;
}

describe('HC8: rein run', () => {
  it('starts nothing under a policy that has an error, and shows where it is', async () => {
    const place = createPlace();
    const rule = 'rule r: blok exec "git"';
    const { code, stdout, stderr } = await place.rein(['run', '--rule', rule, '--', 'echo', 'hi']);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('--> --rule:1:9');
    expect(stderr).toContain('help: did you mean `block`?');
    expect(stderr).toContain('error[CLI012]: --rule: 1 error');
  });

  it('passes streams through and says nothing of its own on stdout', async () => {
    const { code, stdout, stderr } = await project().rein(
      ['run', '--', 'sh', '-c', 'cat; echo to-stderr >&2'],
      { input: 'one\ntwo\n' },
    );
    expect([code, stdout]).toEqual([0, 'one\ntwo\n']);
    expect(stderr).toMatch(/^to-stderr\nrein run \w{6} · exit code 0 · .* · nothing matched\n$/);
  });

  it.each([
    ['exit 7', 7],
    ['kill -TERM $$', 128 + 15],
    ['kill -KILL $$', 128 + 9],
  ])('ends as its command does: %s', async (script, expected) => {
    const { code } = await project().rein(['run', '--', 'sh', '-c', script]);
    expect(code).toBe(expected);
  });

  it('knows a host by its name, whose addresses it looks up when the run begins', async () => {
    const rule = 'rule no-host: block connect "localhost" because "not there"';
    const { code, stderr } = await createPlace({}).rein([
      ...['run', '--engine', 'supervisor', '--rule', rule],
      ...['--', 'bash', '-c', ': 3<>/dev/tcp/127.0.0.1/9'],
    ]);
    expect(code).toBe(1);
    expect(stderr).toContain('[rein] blocked: connect of 127.0.0.1:9\n  rule: no-host');
  });

  it('tells a command that is not there from one that cannot be executed', async () => {
    const place = project();
    expect((await place.rein(['run', '--', 'no-such-command'])).code).toBe(127);
    chmodSync(place.at('tool'), 0o644);
    expect((await place.rein(['run', '--', './tool'])).code).toBe(126);
  });

  it('stops the command itself when the policy does', async () => {
    const { code, stdout, stderr } = await project().rein(['run', '--', './tool', 'push']);
    expect([code, stdout]).toEqual([126, '']);
    expect(stderr).toContain('[rein] blocked: exec of ./tool push');
    expect(stderr).toContain('rule: no-push');
    expect(stderr).toContain('why: not today');
  });

  it('tells the command which run it is', async () => {
    const place = project();
    const { stdout } = await place.rein(['run', '--', 'env'], { cwd: place.project });
    const env = new Map(stdout.split('\n').map((line) => [line.split('=')[0], line.split('=')[1]]));
    const folder = join(place.state, 'runs', env.get('REIN_RUN_ID') ?? '?');
    expect(existsSync(folder)).toBe(true);
    expect(env.get('REIN_FEEDBACK_FILE')).toBe(join(folder, 'feedback.txt'));
    expect(env.get('REIN_POLICY_FILE')).toBe(place.at('rein.yaml'));
    expect(env.get('REIN_PROJECT_DIR')).toBe(place.project);
    expect(env.has('CLAUDE_PROJECT_DIR')).toBe(false);
  });

  it('FB18: writes to --events what it writes to the record', async () => {
    const place = project();
    const script = './tool push; echo hi > a.md; ./tool fetch';
    const events = place.at('events.jsonl');
    const run = ['run', '--events', events, '--', 'sh', '-c', script];
    const { code, stdout, stderr } = await place.rein(run);
    expect([code, stdout]).toEqual([0, 'tool fetch\n']);
    expect(stderr).toMatch(/ {2}block {3}no-push {2}1 blocked\n {2}notify {2}seen {5}1 allowed\n/);

    const lines = readEvents(events);
    const log = jsonLines((await place.rein(['replay', 'last', '--json'])).stdout);
    expect(lines).toEqual(log.filter(({ kind }) => kind !== 'ledger-seal'));
    expect(lines.find(({ rule }) => rule === 'no-push')).toMatchObject({
      ...{ v: 1, kind: 'match', effect: 'block', outcome: 'blocked', op: 'exec' },
      ...{ target: place.at('tool'), argv: ['./tool', 'push'], cwd: place.project },
      ...{ reason: 'not today', tier: 'supervisor', stale_by: [], decisive: true },
      clause: { line: 4, text: 'block exec "**/tool" "push"' },
    });
    expect((await place.rein(['audit', 'verify'])).code).toBe(0);
  });

  it('makes the events file even when nothing happens', async () => {
    const place = project();
    await place.rein(['run', '--events', 'e.jsonl', '--', 'true']);
    expect(readEvents(place.at('e.jsonl')).map(({ kind }) => kind)).toContain('start');
  });

  it('starts nothing under a policy that is not valid, or without one', async () => {
    const place = createPlace({ 'rein.yaml': policy('rule r:\n  blck exec "x"') });
    const bad = await place.rein(['run', '--', 'touch', 'ran']);
    expect(bad.code).toBe(1);
    expect(bad.stderr).toContain('1 error');
    const none = await createPlace().rein(['run', '--', 'touch', place.at('ran')]);
    expect(none.code).toBe(1);
    expect(existsSync(place.at('ran'))).toBe(false);
  });

  it('keeps to the command line', async () => {
    const place = project();
    for (const args of [
      [],
      ['--ask', 'sometimes', '--', 'true'],
      ['--engine', 'magic', '--', 'true'],
      ['--rule', 'rule r: block exec "x"', '--policy', 'rein.yaml', '--', 'true'],
    ]) {
      expect([args, (await place.rein(['run', ...args])).code]).toEqual([args, 2]);
    }
    // Options behind the command are the command's.
    const { stdout } = await place.rein(['run', '--', 'echo', '--policy', 'x', '--', '--help']);
    expect(stdout).toBe('--policy x -- --help\n');
    // A word in front of `--` is an agent, and never started as a command.
    const bare = await place.rein(['run', 'echo', 'x']);
    expect([bare.code, bare.stdout]).toEqual([2, '']);
    expect(bare.stderr).toContain('`rein run -- echo` runs that command here');
  });

  it('takes the policy from the command line', async () => {
    const place = project();
    const rule = 'rule r: block exec "**/tool" "fetch" because "inline"';
    const { code, stderr } = await place.rein(['run', '--rule', rule, '--', './tool', 'fetch']);
    expect(code).toBe(126);
    expect(stderr).toContain('why: inline');
  });

  it('says why, afterwards', async () => {
    const place = project();
    await place.rein(['run', '--', 'sh', '-c', './tool push; ./tool push']);
    const { code, stdout } = await place.rein(['why']);
    expect(code).toBe(0);
    expect(stdout).toContain('blocked exec ./tool push');
    expect(stdout).toMatch(/rule +no-push \(line 4\)/);
    const [json] = jsonLines((await place.rein(['why', '--json'])).stdout);
    expect(json).toMatchObject({ rule: 'no-push', outcome: 'blocked', reason: 'not today' });
    expect((await place.rein(['runs'])).stdout).toContain("sh -c './tool push; ./tool push'");
    expect((await place.rein(['replay'])).stdout).toMatch(
      /■ ┊ {2}blocked +no-push +exec \.\/tool push/,
    );
  });

  it('leaves programs to ask the kernel for its interfaces, whatever is said of connecting', async () => {
    const place = project();
    const rule = 'rule r: block connect any because "no network"';
    const script = 'console.log(Object.keys(require("os").networkInterfaces()).includes("lo"))';
    const args = ['run', '--rule', rule, '--', process.execPath, '-e', script];
    expect((await place.rein(args)).stdout).toBe('true\n');
  });

  it('says which guard refused a call, also where the agent could not be told', async () => {
    const place = project();
    await place.rein(['run', '--', 'sh', '-c', 'unshare -r true 2> /dev/null']);
    const { code, stdout } = await place.rein(['why']);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(
        /^refused call unshare\n {2}guard +namespaces\n {2}why +a run stays in/,
      ),
    ]);
    expect(stdout).toContain('`guards: { namespaces: allow }` in the policy');
    const [json] = jsonLines((await place.rein(['why', '--json'])).stdout);
    expect(json).toMatchObject({ guard: 'namespaces', outcome: 'blocked', call: 'unshare' });
  });

  it('FB3: keeps feedback and the policy with the record, for nobody else to read', async () => {
    const place = project();
    const { stdout } = await place.rein([
      ...[
        'run',
        '--',
        'sh',
        '-c',
        './tool push; ls -l "$(dirname "$REIN_FEEDBACK_FILE")"; echo "$REIN_FEEDBACK_FILE"',
      ],
    ]);
    const path = stdout.trim().split('\n').at(-1) ?? '';
    expect(readFileSync(path, 'utf8')).toContain('[rein] blocked: exec of ./tool push');
    expect(readFileSync(join(path, '..', 'policy.yaml'), 'utf8')).toBe(NO_PUSH);
    expect(stdout).not.toMatch(/^-rw-[^-]/m);
    expect(stdout).not.toMatch(/^-......[^-]/m);
  });
});
