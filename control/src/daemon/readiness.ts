import { accessSync, constants } from 'node:fs';
import type { Readiness } from '@rein/contract/api';
import { findEngine } from '@rein/enforce';
import { reasonOf } from '../fault.js';
import type { ControlRecord } from '../record/control-record.js';
import type { SinkCount, Sinks } from '../sinks/sinks.js';
import type { Store } from '../store/store.js';

type Check = Readiness['checks'][number];

/** Says whether the daemon can do its work, part by part. Asked without a token: names no paths. */
export function createReadiness(
  store: Store,
  record: ControlRecord,
  engine: string | undefined,
  sinks: Sinks,
): () => Promise<Readiness> {
  const look = async (): Promise<Readiness> => {
    const checks = [
      await check('store', () => store.probe()),
      await check('record', () => record.flush()),
      await check('engine', () => accessSync(engine ?? findEngine(), constants.X_OK)),
      // Where even this cannot be read, the store has said so.
      ...(await sinks.counts().catch(() => [])).map(checkOf),
    ];
    const missing = checks.filter(({ ok }) => !ok);
    const ready = missing.every(({ required }) => !required);
    return { ready, degraded: missing.some(({ required }) => !required), checks };
  };
  // Whoever asks while somebody is told is told the same: without a token nobody makes the disk busy.
  let looking: Promise<Readiness> | undefined;
  return () => {
    looking ??= look().finally(() => {
      looking = undefined;
    });
    return looking;
  };
}

async function check(name: string, work: () => unknown): Promise<Check> {
  const required = true;
  try {
    await work();
    return { name, required, ok: true };
  } catch (error) {
    const detail = reasonOf(error).replace(/(['`])\/[^'`]*\1/g, '`…`');
    return { name, required, ok: false, detail };
  }
}

/** Why it fails says the log alone: it may name a host. */
function checkOf({ name, required, behind, failures }: SinkCount): Check {
  const known = { name: `sink ${name}`, required };
  if (failures === 0) return { ...known, ok: true };
  const times = failures === 1 ? 'once' : `${failures} times in a row`;
  return {
    ...{ ...known, ok: false },
    detail: `failed ${times}; ${behind} entries behind; the log says why`,
  };
}
