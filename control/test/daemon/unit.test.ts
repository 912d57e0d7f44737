import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const UNIT = new URL('../../packaging/reind.service', import.meta.url);
const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

/** What systemd says of the unit, with a program in its place that is there. */
function verify(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'rein-unit-')), 'reind.service');
  writeFileSync(path, text.replace(/^ExecStart=\S+/m, `ExecStart=${process.execPath}`));
  const { stdout, stderr } = spawnSync('systemd-analyze', ['verify', path], { encoding: 'utf8' });
  return `${stdout}${stderr}`
    .split('\n')
    .filter((line) => line.includes('reind'))
    .join('\n');
}

test.skipIf(!hasSystemd)(
  'the systemd unit is one, and leaves runs alone when it is stopped',
  () => {
    const text = readFileSync(UNIT, 'utf8');
    expect(verify(text)).toBe('');
    expect(verify(text.replace('KillMode=process', 'KillMode=gently'))).toMatch(
      /KillMode|kill mode/,
    );
    expect(text).toMatch(/^KillMode=process$/m);
  },
);
