import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createPlace, jsonLines, policy } from './place.js';

const REIN = fileURLToPath(new URL('../../../cli/bin/rein.js', import.meta.url));
const CALL = '{"hook_event_name":"PostToolUse","session_id":"s","tool_name":"Bash"}';
const hook = (agent: string) => `echo '${CALL}' | "$NODE" "$REIN" hook ${agent}`;
const env = { NODE: process.execPath, REIN };

const NO_WRITE = policy(
  'rule no-write:\n  block write "**" unless target "/dev/**" or target "/proc/**"\n  because "read only"',
);

describe('FB6: rein hook, called by an agent inside its run', () => {
  it('gives all that is new, and then nothing', async () => {
    const place = createPlace({ 'rein.yaml': NO_WRITE });
    const script = [
      ...['touch a 2>/dev/null', 'touch b 2>/dev/null', hook('claude'), 'echo --'],
      ...[hook('claude'), 'echo --', 'touch c 2>/dev/null', hook('codex')],
    ];
    const { stdout } = await place.rein(['run', '--', 'sh', '-c', script.join('; ')], { env });
    const [first, silent, third] = stdout.split('--\n');
    const context = (text = '') => JSON.parse(text).hookSpecificOutput;
    expect(context(first)).toMatchObject({ hookEventName: 'PostToolUse' });
    expect(context(first).additionalContext).toMatch(/write of .*\/a\n.*write of .*\/b\n/s);
    expect(context(first).additionalContext).toContain('why: read only');
    expect(silent).toBe('');
    expect(context(third).additionalContext).toContain('/c');
    expect(context(third).additionalContext).not.toContain('/a');
  });

  it('makes no decisions of its own, under a policy that forbids all writing', async () => {
    const place = createPlace({ 'rein.yaml': NO_WRITE });
    await place.rein(['run', '--', 'sh', '-c', `${hook('claude')}; ${hook('codex')}`], { env });
    const log = jsonLines((await place.rein(['replay', '--json'])).stdout);
    expect(log.filter(({ kind }) => kind === 'match')).toEqual([]);
  });

  it('sees its own run only', async () => {
    const place = createPlace({ 'rein.yaml': NO_WRITE });
    const quiet = place.rein(['run', '--', 'sh', '-c', `sleep 1; ${hook('claude')}`], { env });
    const loud = await place.rein(
      ['run', '--', 'sh', '-c', `touch a 2>/dev/null; ${hook('claude')}`],
      { env },
    );
    expect(loud.stdout).toContain('read only');
    expect((await quiet).stdout).toBe('');
  });

  it('is quiet outside a run, and does not hinder the agent when it is misused', async () => {
    const place = createPlace();
    const outside = await place.rein(['hook', 'claude'], { input: CALL });
    expect([outside.code, outside.stdout, outside.stderr]).toEqual([0, '', '']);
    const bad = await place.rein(['hook', 'claude'], { input: 'no json' });
    // 2 would make Claude Code and Codex block the tool.
    expect([bad.code, bad.stdout]).toEqual([1, '']);
    const unknown = await place.rein(['hook', 'emacs'], { input: CALL });
    expect([unknown.code, unknown.stdout]).toEqual([1, '']);
  });
});
