import { expect, test } from 'vitest';
import { createReadiness } from '../../src/daemon/readiness.js';
import { startSinks } from '../../src/sinks/sinks.js';
import { newStand } from '../stand.js';

const NO_SINKS = startSinks([], () => undefined);

test('a store that takes no writes is not ready, and is again when it does', async () => {
  const { store } = await newStand();
  const record = { flush: async () => undefined, close: async () => undefined };
  const ready = createReadiness(store, record, process.execPath, NO_SINKS);
  expect(await ready()).toMatchObject({ ready: true });
  store.driver.exec('pragma query_only = on');
  expect(await ready()).toMatchObject({
    ready: false,
    checks: [
      { name: 'store', ok: false },
      { name: 'record', ok: true },
      { name: 'engine', ok: true },
    ],
  });
  store.driver.exec('pragma query_only = off');
  expect(await ready()).toMatchObject({ ready: true });
});

test('who asks while somebody is told is told the same', async () => {
  const { store } = await newStand();
  let looks = 0;
  const flush = async () => void looks++;
  const record = { flush, close: async () => undefined };
  const ready = createReadiness(store, record, process.execPath, NO_SINKS);
  const told = await Promise.all(Array.from({ length: 50 }, () => ready()));
  expect([told.length, looks]).toEqual([50, 1]);
  await ready();
  expect(looks).toBe(2);
});

test('a record that takes no entries is not ready', async () => {
  const { store } = await newStand();
  const flush = () => Promise.reject(new Error('the disk `/secret/place` is full'));
  const record = { flush, close: async () => undefined };
  const found = await createReadiness(store, record, process.execPath, NO_SINKS)();
  expect(found.ready).toBe(false);
  expect(found.checks[1]).toEqual({
    ...{ name: 'record', ok: false, required: true },
    detail: 'the disk `…` is full',
  });
});
