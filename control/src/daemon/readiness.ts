import { accessSync, constants } from 'node:fs';
import type { Readiness } from '@rein/contract/api';
import { findEngine } from '@rein/enforce';
import { reasonOf } from '../fault.js';
import type { ControlRecord } from '../record/control-record.js';
import type { Store } from '../store/store.js';

/** Says whether the daemon can do its work, part by part. Asked without a token: names no paths. */
export function createReadiness(
  store: Store,
  record: ControlRecord,
  engine: string | undefined,
): () => Promise<Readiness> {
  return async () => {
    const checks = [
      await check('store', () => store.probe()),
      await check('record', () => record.flush()),
      await check('engine', () => accessSync(engine ?? findEngine(), constants.X_OK)),
    ];
    return { ready: checks.every(({ ok }) => ok), checks };
  };
}

async function check(name: string, work: () => unknown): Promise<Readiness['checks'][number]> {
  try {
    await work();
    return { name, ok: true };
  } catch (error) {
    return { name, ok: false, detail: reasonOf(error).replace(/(['`])\/[^'`]*\1/g, '`…`') };
  }
}
