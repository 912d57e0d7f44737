/** The decision about an action by itself: no request, no record. */
import { hostFacts } from '@rein/govern';
import { check, createActionJudge, parsePolicyFile, readAction } from '@rein/language';
import type { Place } from './bench.js';
import { percentile, type Row } from './row.js';

const RULES = 100;
const WARM = 2000;
const DECISIONS = 20_000;

/** A policy of `RULES` capability rules, and paths of which every other meets one of them. */
export function decisions({ folder }: Place): Row[] {
  const lines = Array.from({ length: RULES }, (_, i) => `    - allow: "area-${i}/**/*.txt"\n`);
  const text = `version: 1\ncapabilities:\n  fs.write:\n${lines.join('')}`;
  const document = parsePolicyFile(Buffer.from(text));
  const { program } = check(document);
  if (program === null) throw new Error('the policy has errors');
  const host = hostFacts(folder, 'bench');
  const judge = createActionJudge(document.capabilities, { program, host, workspace: folder });
  const took: number[] = [];
  for (let i = 0; i < WARM + DECISIONS; i += 1) {
    const path = i % 2 === 0 ? `area-${i % RULES}/deep/file-${i}.txt` : `elsewhere/file-${i}.txt`;
    const began = process.hrtime.bigint();
    const read = readAction('fs.write', { path, content: 'x' });
    if (!read.ok) throw new Error(read.why);
    judge.judge(read.action);
    if (i >= WARM) took.push(Number(process.hrtime.bigint() - began) / 1000);
  }
  const row = (share: number, name: string, goal: string): Row => ({
    ...{ name: `decision about an action, ${name}`, tier: 'none', rules: RULES },
    ...{ native: null, rein: percentile(took, share), ratio: null, unit: 'us', goal },
  });
  return [row(0.5, 'p50', '≤ 30 us'), row(0.99, 'p99', '≤ 110 us')];
}
