import type { Answer, Held } from '../../src/holds/held.js';

/** Something that waits, as a test wants it, and the answers that it was given. */
export function held(id: string, over: Partial<Held> = {}): Held & { readonly answers: Answer[] } {
  const answers: Answer[] = [];
  return {
    ...{ id, key: `R ${id}`, run: '01JD3ZK8W0Q4V7X2Y5T6R9B1NC', agent: 'researcher' },
    ...{ requestedBy: 'sam', verb: 'exec', words: ['git', 'push', id], disguise: '' },
    ...{ rule: 'ask-push', why: 'A person looks first.', cwd: '/w', exe: '/usr/bin/git', pid: 7 },
    ...{ labels: ['AGENT', 'SECRET'], preview: '', sinceMs: 0, expiresMs: 600_000 },
    ...{ dueMs: undefined, canLast: false, json: {} },
    answers,
    decide: async (answer) => void answers.push(answer),
    background: async () => ({ lineage: [], origins: [] }),
    ...over,
  };
}
