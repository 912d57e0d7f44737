import { expect, test } from 'vitest';
import { configSchema } from '../../src/daemon/config.js';
import { type Flags, withFlags } from '../../src/daemon/flags.js';
import { faultOf } from '../stand.js';

const tls = { cert: '/etc/reind/cert.pem', key: '/etc/reind/key.pem' };

test('without flags the configuration stays as it is', () => {
  for (const config of [
    configSchema.parse({}),
    configSchema.parse({ listen: { port: 9000, tls }, socket: '/run/x/reind.sock' }),
  ]) {
    expect(withFlags(config, {})).toEqual(config);
  }
});

test('a flag goes before the configuration, and takes nothing else of it away', () => {
  const config = configSchema.parse({ listen: { host: '192.0.2.1', port: 9000, tls } });
  expect(withFlags(config, { port: '9001' }).listen).toEqual({
    ...{ host: '192.0.2.1', port: 9001, tls },
  });
  expect(withFlags(config, { host: '127.0.0.1' }).listen).toEqual({
    ...{ host: '127.0.0.1', port: 9000, tls },
  });
  const other = { 'tls-certfile': '/c', 'tls-keyfile': '/k' };
  expect(withFlags(config, other).listen?.tls).toEqual({ cert: '/c', key: '/k' });
  expect(withFlags(configSchema.parse({}), { port: '0' }).listen).toEqual({
    ...{ host: '127.0.0.1', port: 0 },
  });
});

test.each<[Flags, RegExp]>([
  [{ 'tls-certfile': '/c' }, /belong together/],
  [{ 'tls-keyfile': '/k', port: '1' }, /belong together/],
  [{ port: 'http' }, /`listen\.port`/],
  [{ port: '70000' }, /`listen\.port`/],
  [{ port: '-1' }, /`listen\.port`/],
  [{ socket: 'run/x' }, /`socket`: not an absolute path/],
])('%j is refused, and it says why', async (flags, why) => {
  const config = configSchema.parse({});
  expect(await faultOf(() => withFlags(config, flags))).toBe('bad-config');
  expect(() => withFlags(config, flags)).toThrow(why);
});
