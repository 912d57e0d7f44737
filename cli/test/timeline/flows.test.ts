import type { Entry, JsonValue } from '@rein/ledger';
import pc from 'picocolors';
import { describe, expect, it } from 'vitest';
import { drawFlows } from '../../src/timeline/draw-flows.js';
import { flowsOf } from '../../src/timeline/flows.js';

const colors = pc.createColors(false);
let seq = 0;

function entry(kind: string, fields: Readonly<Record<string, JsonValue>>): Entry {
  const time = '2026-01-02T03:04:05.000Z';
  return { v: 1, run: 'R', seq: seq++, kind, time, prev: '', hash: '', ...fields };
}

const gained = (pid: number, target: string, label = 'SECRET'): Entry =>
  entry('label', { pid, gained: [label], op: 'read', target });

const refused = (pid: number, target: string, fields: Readonly<Record<string, JsonValue>> = {}) =>
  entry('match', {
    ...{ rule: 'secrets-stay', effect: 'block', outcome: 'blocked', decisive: true },
    ...{ op: 'connect', target, argv: null, pid, ppid: 1, exe: '/usr/bin/curl', cwd: '/p' },
    ...{ labels: ['AGENT', 'COMMAND', 'SECRET'], reason: '', stale_by: [] },
    clause: { line: 3, text: 'block connect any if SECRET' },
    ...fields,
  });

const isSource = (_: string, { target }: { target: string }) => target.endsWith('.env');

function draw(entries: readonly Entry[], width = Number.POSITIVE_INFINITY): string[] {
  return drawFlows(flowsOf(entries, isSource), { colors, width, cwd: '/p' }).slice(1);
}

describe('flows', () => {
  it('go from the source to what was refused', () => {
    expect(draw([gained(7, '/p/.env'), refused(7, '1.2.3.4:443')])).toEqual([
      '  SECRET  .env ──▶ curl (pid 7) ──▶ connect 1.2.3.4:443 ■ blocked by secrets-stay',
    ]);
  });

  it('go through a file, and say that this part is inferred', () => {
    const entries = [gained(7, '/p/.env'), gained(8, '/p/notes'), refused(8, '1.2.3.4:443')];
    expect(draw(entries)).toEqual([
      '  SECRET  .env ──▶ pid 7 ┄┄▶ notes ──▶ curl (pid 8) ──▶ connect 1.2.3.4:443 ■ blocked by secrets-stay',
    ]);
    const [head] = drawFlows(flowsOf(entries, isSource), { colors, width: 80, cwd: '/p' });
    expect(head).toContain('written on by some process that carried it');
  });

  it('go through a parent, and say so when nothing is known', () => {
    expect(draw([gained(1, '/p/.env'), refused(7, '1.2.3.4:443')])[0]).toContain(
      '.env ──▶ pid 1 ──▶ curl (pid 7)',
    );
    expect(draw([refused(7, '1.2.3.4:443')])[0]).toContain('? ──▶ curl');
  });

  it('count what was tried again, and break where the terminal ends', () => {
    const tries = [refused(7, '1.2.3.4:443'), refused(7, '1.2.3.4:443')];
    expect(draw([gained(7, '/p/.env'), ...tries], 60)).toEqual([
      '  SECRET  .env ──▶ curl (pid 7) ──▶ connect 1.2.3.4:443',
      '          ■ blocked by secrets-stay, 2 times',
    ]);
  });

  it('are of refusals for a label only', () => {
    const text = 'block connect any if not SECRETS';
    const entries = [
      gained(7, '/p/.env'),
      refused(7, 'a', { clause: { line: 1, text } }),
      refused(7, 'b', { outcome: 'allowed', effect: 'notify' }),
      refused(7, 'c', { decisive: false }),
      refused(7, 'd', { labels: ['AGENT', 'COMMAND'] }),
    ];
    expect(flowsOf(entries, isSource)).toEqual([]);
    expect(draw(entries)).toEqual([]);
  });
});
