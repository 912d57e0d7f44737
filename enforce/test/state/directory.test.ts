import { chmodSync, chownSync, mkdirSync, statSync, symlinkSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { homeFolder, openStateDirectory, stateDirectory } from '../../src/state/directory.js';
import { scratch } from '../sockets.js';

const isRoot = process.geteuid?.() === 0;

describe('state directory', () => {
  it('is where the base directory specification says', () => {
    expect(stateDirectory({ XDG_STATE_HOME: '/s', HOME: '/h' })).toBe('/s/rein');
    expect(stateDirectory({ HOME: '/h' })).toBe('/h/.local/state/rein');
    expect(stateDirectory({ XDG_STATE_HOME: 'relative', HOME: '/h' })).toBe('/h/.local/state/rein');
  });

  it('takes the home of the user database where HOME is no absolute path', () => {
    expect(homeFolder({ HOME: '/h' })).toBe('/h');
    for (const HOME of ['', 'relative']) expect(homeFolder({ HOME })).toBe(userInfo().homedir);
    expect(homeFolder({})).toBe(userInfo().homedir);
  });

  it('is made private', () => {
    const path = openStateDirectory({ XDG_STATE_HOME: join(scratch(), 'not', 'yet') });
    expect(statSync(path).mode & 0o777).toBe(0o700);
  });

  it('loses readers that it had', () => {
    const base = scratch();
    mkdirSync(join(base, 'rein'), { mode: 0o755 });
    const path = openStateDirectory({ XDG_STATE_HOME: base });
    expect(statSync(path).mode & 0o777).toBe(0o700);
  });

  it('is refused when others may write to it', () => {
    const base = scratch();
    mkdirSync(join(base, 'rein'));
    chmodSync(join(base, 'rein'), 0o770);
    expect(() => openStateDirectory({ XDG_STATE_HOME: base })).toThrow('other users may write');
  });

  it('is refused when others may replace it', () => {
    const base = join(scratch(), 'shared');
    mkdirSync(base);
    chmodSync(base, 0o777);
    expect(() => openStateDirectory({ XDG_STATE_HOME: base })).toThrow(
      `\`${base}\` cannot hold the record: it is above the record and other users may write to it`,
    );
    chmodSync(base, 0o1777);
    expect(openStateDirectory({ XDG_STATE_HOME: base })).toBe(join(base, 'rein'));
  });

  it('is refused when it is a link', () => {
    const base = scratch();
    mkdirSync(join(base, 'elsewhere'), { mode: 0o700 });
    symlinkSync(join(base, 'elsewhere'), join(base, 'rein'));
    expect(() => openStateDirectory({ XDG_STATE_HOME: base })).toThrow(
      'not a directory but a link',
    );
  });

  it.runIf(isRoot)('is refused when it belongs to someone else', () => {
    const base = scratch();
    mkdirSync(join(base, 'rein'), { mode: 0o700 });
    chownSync(join(base, 'rein'), 4711, 4711);
    expect(() => openStateDirectory({ XDG_STATE_HOME: base })).toThrow('belongs to user 4711');
    const above = join(scratch(), 'theirs');
    mkdirSync(above);
    chownSync(above, 4711, 4711);
    expect(() => openStateDirectory({ XDG_STATE_HOME: above })).toThrow(
      'it is above the record and belongs to user 4711',
    );
  });
});
