import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { discoverPolicy, policyFileAt } from '../../src/policy/discover.js';

function project(...files: string[]): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'rein-discover-')));
  for (const folder of ['.rein', '.actplane', 'a/b/.rein']) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  for (const file of files) writeFileSync(join(root, file), 'version: 1\n');
  return root;
}

describe('policy discovery', () => {
  it('takes the nearest folder, and in it the first name', () => {
    const names = ['rein.yaml', '.rein/policy.yaml', 'actplane.yaml', '.actplane/policy.yaml'];
    for (let first = 0; first < names.length; first++) {
      const root = project(...names.slice(first));
      expect(discoverPolicy(join(root, 'a', 'b')).path).toBe(join(root, names[first] ?? ''));
    }
    const root = project('rein.yaml', 'a/actplane.yaml');
    expect(discoverPolicy(join(root, 'a', 'b')).path).toBe(join(root, 'a', 'actplane.yaml'));
  });

  it('starts relative patterns from the project, also for a policy in a folder of its own', () => {
    const root = project('.rein/policy.yaml', 'a/actplane.yaml');
    expect(discoverPolicy(root).root).toBe(root);
    expect(policyFileAt(join(root, 'a', 'actplane.yaml')).root).toBe(join(root, 'a'));
  });

  it('passes over folders with the name of a policy', () => {
    const root = project('rein.yaml');
    mkdirSync(join(root, 'a', 'rein.yaml'));
    expect(discoverPolicy(join(root, 'a')).path).toBe(join(root, 'rein.yaml'));
  });

  it('passes over folders that everybody may write to, but not where it stands', () => {
    const root = project('a/rein.yaml');
    chmodSync(join(root, 'a'), 0o1777);
    expect(() => discoverPolicy(join(root, 'a', 'b'))).toThrow('no policy was found');
    expect(discoverPolicy(join(root, 'a')).path).toBe(join(root, 'a', 'rein.yaml'));
  });

  it('follows links, so that the file protected is the one that is read', () => {
    const root = project('a/rein.yaml');
    symlinkSync(join(root, 'a', 'rein.yaml'), join(root, 'rein.yaml'));
    expect(discoverPolicy(root).path).toBe(join(root, 'a', 'rein.yaml'));
  });
});
