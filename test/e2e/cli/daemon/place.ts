import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Options, type Result, startRein } from '../../rein.js';
import { createPlace, jsonLines, type Place } from '../place.js';

export const POLICY = `version: 1
policy: |
  rule ask-date:
    ask exec "date"
    because "A person looks at the clock first."
capabilities:
  fs.read:
    - allow: "**"
  fs.list:
    - allow: ["**", "."]
  fs.write:
    - allow: "reports/**"
    - ask: "src/**"
      because: "Somebody looks at changes of the source first."
  proc.spawn:
    - allow: [sh, bash, cat, echo, sleep, date, touch, "python3*"]
`;

/** A project with a daemon of its own: ada administers it, sam submits. */
export interface DaemonPlace extends Place {
  /** `rein …` as sam. */
  asSam(args: readonly string[], options?: Options): Promise<Result>;
  /** The same, while it runs. */
  startAsSam(args: readonly string[]): ReturnType<typeof startRein>;
  readonly samFile: string;
}

/** A project without a daemon yet; whatever is started in it ends with the test. */
export function placeForDaemon(files: Readonly<Record<string, string>> = {}): Place {
  const place = createPlace({ 'rein.yaml': POLICY, 'src/app.ts': 'old\n', ...files });
  onTestFinished(async () => {
    const { stdout } = await place.rein(['ps', '--json']);
    for (const { run, agent } of jsonLines(stdout)) {
      if (agent !== null) await place.rein(['cancel', String(run)]);
    }
    await place.rein(['daemon', 'stop']);
  });
  return place;
}

export async function newDaemonPlace(
  config = '{}',
  files: Readonly<Record<string, string>> = {},
): Promise<DaemonPlace> {
  const place = placeForDaemon({ 'reind.yaml': config, ...files });
  const must = async (args: readonly string[]): Promise<void> => {
    const { code, stderr } = await place.rein(args);
    if (code !== 0) throw new Error(`rein ${args.join(' ')}: ${stderr}`);
  };
  const samFile = place.at('../sam.token');
  await must(['daemon', 'start', '--config', 'reind.yaml']);
  await must(['daemon', 'init', '--label', 'ada']);
  await must(['agent', 'create', 'researcher', '--workspace', '.', '--policy', 'rein.yaml']);
  await must(['token', 'create', '--role', 'run_submitter', '--label', 'sam', '--save', samFile]);
  const env = { REIN_TOKEN_FILE: samFile };
  return {
    ...place,
    samFile,
    asSam: (args, options = {}) =>
      place.rein(args, { ...options, env: { ...env, ...options.env } }),
    startAsSam: (args) => startRein(args, { cwd: place.project, env: { ...place.env, ...env } }),
  };
}

/** Process id of the place's daemon. */
export function pidOf({ state }: Place): number {
  const { pid } = JSON.parse(readFileSync(join(state, 'reind', 'reind.json'), 'utf8'));
  return pid;
}
