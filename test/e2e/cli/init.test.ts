import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { REIN, run } from '../rein.js';
import { createPlace } from './place.js';

describe('rein init', () => {
  it('HC2: writes a policy that checks, and does not overwrite it', async () => {
    const place = createPlace();
    expect((await place.rein(['init'])).code).toBe(0);
    expect(await place.rein(['check', '--strict'])).toMatchObject({ code: 0 });
    place.write('rein.yaml', 'mine');
    const again = await place.rein(['init']);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('`rein.yaml` exists');
    expect(readFileSync(place.at('rein.yaml'), 'utf8')).toBe('mine');
    expect((await place.rein(['init', '--force'])).code).toBe(0);
    expect((await place.rein(['check'])).code).toBe(0);
  });

  it('has templates, each of which checks strictly', async () => {
    const place = createPlace();
    const { stdout } = await place.rein(['init', '--list-templates']);
    const names = stdout.split('\n').flatMap((line) => line.split(/\s/, 1).filter(Boolean));
    expect(names).toContain('test-before-commit');
    for (const name of names) {
      await place.rein(['init', '--template', name, '--out', `${name}.yaml`]);
      expect([name, (await place.rein(['check', '--strict', `${name}.yaml`])).code]).toEqual([
        name,
        0,
      ]);
    }
    const unknown = await place.rein(['init', '--template', 'toString']);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain('there is no template or example `toString`');
  });

  it('brings whole examples, and replaces nothing that is there', async () => {
    const place = createPlace();
    const listed = await place.rein(['init', '--list-templates']);
    const names = listed.stderr.replace(/^.*: /, '').trim().split(', ');
    expect(names).toEqual(expect.arrayContaining(['quickstart', 'capabilities']));
    const first = await place.rein(['init', '--example', 'quickstart']);
    expect([first.code, first.stderr]).toEqual([0, expect.stringContaining('bash quickstart.sh')]);
    const files = readdirSync(place.project);
    expect(files).toEqual(
      expect.arrayContaining(['rein.yaml', 'cases.yaml', 'job.yaml', 'mcp_open_args.json']),
    );
    const tested = await place.rein(['policy', 'test', 'rein.yaml', '--cases', 'cases.yaml']);
    expect([tested.code, tested.stdout]).toEqual([0, expect.stringContaining('all ok')]);
    place.write('rein.yaml', 'mine');
    const again = await place.rein(['init', '--example', 'secrets']);
    expect([again.code, readFileSync(place.at('rein.yaml'), 'utf8')]).toEqual([1, 'mine']);
    expect(readdirSync(place.project)).toEqual(files);
    const unknown = await place.rein(['init', '--example', '../examples/secrets']);
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('quickstart')]);
  });

  it('prints, and writes where it is told, but through no link', async () => {
    const place = createPlace();
    expect((await place.rein(['init', '--print'])).stdout).toContain('version: 1');
    symlinkSync(place.at('elsewhere'), place.at('link.yaml'));
    mkdirSync(place.at('folder'));
    for (const out of ['link.yaml', 'folder']) {
      expect((await place.rein(['init', '--force', '--out', out])).code).toBe(1);
    }
    expect(lstatSync(place.at('elsewhere'), { throwIfNoEntry: false })).toBeUndefined();
  });

  it('wires hooks, keeps other hooks, and changes nothing the second time', async () => {
    const place = createPlace({
      '.codex/hooks.json': '{"hooks":{"Stop":[{"hooks":[{"type":"command","command":"bell"}]}]}}',
    });
    const first = await place.rein(['init', '--with-claude', '--with-codex']);
    expect(first.code).toBe(0);
    const read = () =>
      ['.claude/settings.local.json', '.codex/hooks.json'].map((path) =>
        readFileSync(place.at(path), 'utf8'),
      );
    const [claude, codex] = read();
    expect(claude).toContain('rein hook claude');
    expect(codex).toContain('rein hook codex');
    expect(codex).toContain('bell');
    const second = await place.rein(['init', '--with-claude', '--with-codex']);
    expect(second.code).toBe(0);
    expect(second.stderr).toContain('wired already .claude/settings.local.json');
    expect(read()).toEqual([claude, codex]);
  });

  it('leaves a configuration as it was where the disk is full, and its mode where not', async () => {
    const mine = '{"hooks":{}}';
    const place = createPlace({ 'rein.yaml': 'mine', '.codex/hooks.json': mine });
    chmodSync(place.at('.codex/hooks.json'), 0o640);
    // No file may grow: what a full disk is to whoever writes.
    const full = await run(
      'sh',
      ['-c', 'ulimit -f 0; trap "" XFSZ; exec "$0" "$1" init --with-codex', process.execPath, REIN],
      { cwd: place.project, env: place.env },
    );
    expect(full.code).toBe(1);
    expect(readFileSync(place.at('.codex/hooks.json'), 'utf8')).toBe(mine);
    expect(readdirSync(place.at('.codex'))).toEqual(['hooks.json']);
    expect((await place.rein(['init', '--with-codex'])).code).toBe(0);
    expect(readFileSync(place.at('.codex/hooks.json'), 'utf8')).toContain('rein hook codex');
    expect(lstatSync(place.at('.codex/hooks.json')).mode & 0o777).toBe(0o640);
  });

  it('leaves a configuration alone that it does not understand', async () => {
    const place = createPlace({ '.codex/hooks.json': '// comments\n{}' });
    const { code, stderr } = await place.rein(['init', '--with-codex']);
    expect(code).toBe(1);
    expect(stderr).toContain('`.codex/hooks.json` is left alone: it is not JSON');
    expect(readFileSync(place.at('.codex/hooks.json'), 'utf8')).toBe('// comments\n{}');
  });
});
