/**
 * How long a decision about an action takes at 100 rules, evaluator compiled once, as in the daemon:
 * `npx tsx language/bench/capabilities.ts`. Actions are read from what an agent sends each time.
 */
import { createEvaluator, parsePolicyFile, readAction } from '../src/index.js';

const RULES = 100;
const ROUNDS = 200_000;

const effects = ['allow', 'ask', 'deny'];
const rules = (make: (index: number) => string) =>
  Array.from({ length: RULES / 4 }, (_, i) => `    - ${effects[i % 3]}: ${make(i)}\n`).join('');
const file = `version: 1
capabilities:
  fs.write:
${rules((i) => `["area-${i}/**/*.{ts,js}", "**/part-${i}-*.md"]`)}
  fs.read:
${rules((i) => `"data/${i}/**"`)}
  net.fetch:
${rules((i) => `["host-${i}.example.com", "*.zone-${i}.internal:443", "10.${i}.0.0/16"]`)}
  proc.spawn:
${rules((i) => `["tool-${i}", "/opt/tool-${i}/bin/*"]`)}`;

const actions: readonly (readonly [string, string, Record<string, unknown>])[] = [
  ['fs.write', 'area-7/deep/er/than/most/file.ts', { content: 'x'.repeat(100) }],
  ['fs.write', 'elsewhere/part-19-of-many.md', { content: 'x' }],
  ['fs.write', 'nothing/names/this.txt', {}],
  ['fs.read', 'data/20/a/b/c', {}],
  ['net.fetch', 'https://a.zone-12.internal/path/to/a/thing?with=query', { method: 'GET' }],
  ['net.fetch', 'http://10.20.3.4:8080/', { method: 'POST', body: 'x' }],
  ['proc.spawn', 'tool-16', { args: ['-v', 'x'] }],
  ['proc.spawn', '/usr/bin/unknown', { args: [] }],
];

const { capabilities } = parsePolicyFile(file);
const start = performance.now();
const evaluator = createEvaluator(capabilities);
const compiledMs = performance.now() - start;

const took = new Float64Array(ROUNDS);
let denied = 0;
for (let round = -20_000; round < ROUNDS; round += 1) {
  const [name, resource, args] = actions[(round + 20_000) % actions.length] ?? ['', '', {}];
  const from = performance.now();
  const read = readAction(name, args, resource);
  if (read.ok && evaluator.decide(read.action).verdict === 'deny') denied += 1;
  if (round >= 0) took[round] = performance.now() - from;
}
took.sort();
const at = (share: number): string => ((took[Math.floor(share * ROUNDS)] ?? 0) * 1000).toFixed(1);
process.stdout.write(
  `${capabilities?.rules.length} rules, compiled in ${compiledMs.toFixed(0)} ms; ${ROUNDS} decisions, ${denied} denied\n` +
    `p50 ${at(0.5)} us, p99 ${at(0.99)} us, p99.9 ${at(0.999)} us\n`,
);
