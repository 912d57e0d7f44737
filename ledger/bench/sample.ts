import type { Fields } from '../src/entry/entry.js';

/** The fields of a rule match, of the size real ones have: about 500 bytes a line. */
export function sampleMatch(index: number): Fields {
  return {
    rule: 'no-force-push',
    effect: 'block',
    outcome: 'denied',
    op: 'exec',
    target: '/usr/bin/git',
    argv: ['git', 'push', '--force', 'origin', `branch-${index}`],
    pid: 1000 + (index % 30000),
    exe: '/usr/bin/bash',
    cwd: '/home/someone/project',
    labels: ['AGENT', 'COMMAND'],
    reason: 'history that others build on is not rewritten',
    tier: 'supervisor',
  };
}
