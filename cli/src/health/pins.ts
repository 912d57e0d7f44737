import { type CleanedPin, cleanPins, findEngine, listPins, type Pin } from '@rein/enforce';
import { count } from '../terminal/words.js';
import { type Finding, failure } from './finding.js';

/**
 * The hooks that runs under `lsm` and `fmodret` have left in the kernel: they go by themselves soon
 * after the last run, unless whoever sees to that was killed. Only root can look.
 */
export async function pinFindings(fix: boolean): Promise<Finding[]> {
  if (process.geteuid?.() !== 0) return fix ? [needsRoot] : [];
  try {
    const engine = findEngine();
    return fix ? cleaned(await cleanPins(engine)) : listed(await listPins(engine));
  } catch (error) {
    // Not being able to look keeps no run from working.
    return [{ ...failure(topic, error), state: fix ? 'bad' : 'note' }];
  }
}

const topic = 'pinned hooks';

const needsRoot: Finding = {
  ...{ state: 'bad', topic, detail: 'only root can remove them' },
  help: '`sudo rein doctor --fix`',
};

function use({ folder, runs }: Pin): string {
  return `${folder}: ${runs < 0 ? 'runs unknown' : count(runs, 'run')}`;
}

function listed(pins: readonly Pin[]): Finding[] {
  return pins.map((pin) => ({
    ...{ state: pin.runs === 0 ? 'note' : 'good', topic, detail: use(pin) },
    ...(pin.runs === 0 ? { help: '`rein doctor --fix` removes what no run uses' } : {}),
  }));
}

function cleaned(pins: readonly CleanedPin[]): Finding[] {
  if (pins.length === 0) return [{ state: 'good', topic, detail: 'none to remove' }];
  return pins.map((pin): Finding => {
    if (pin.removed) return { state: 'good', topic, detail: `${pin.folder}: removed` };
    const detail = use(pin);
    return pin.runs === 0
      ? { state: 'bad', topic, detail: `${detail}, and could not be removed` }
      : { state: 'good', topic, detail: `${detail}, kept` };
  });
}
