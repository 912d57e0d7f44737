import { describe, expect, it } from 'vitest';
import { parseV6 } from '../../src/endpoint/address.js';
import { type Endpoint, parseEndpoint } from '../../src/endpoint/endpoint.js';
import type { Address } from '../../src/endpoint/key.js';
import { endpointMatches } from '../../src/endpoint/matches.js';
import { bytes } from '../glob/bytes.js';

const HOST = { root: '/w', home: '/h' };

function endpoint(text: string): Endpoint {
  const result = parseEndpoint(text);
  if (!result.ok) throw new Error(`${text}: ${result.message}`);
  return result.endpoint;
}

/** `10.0.0.1:80`, `[::1]:80`, `db.int=10.0.0.1:80`, `unix:/path`, `other`. */
function met(text: string): { address: Address; names: string[] } {
  if (text === 'other') return { address: { kind: 'other', family: 16 }, names: [] };
  if (text.startsWith('unix:')) {
    return { address: { kind: 'unix', path: bytes(text.slice(5)) }, names: [] };
  }
  const [, name, v4, v6, port] = /^(?:(.*)=)?(?:([\d.]+)|\[(.*)\]):(\d+)$/.exec(text) ?? [];
  const address = parseV6(v6 ?? `::ffff:${v4}`);
  if (address === null) throw new Error(`${text} is no address`);
  return {
    address: { kind: 'inet', address, port: Number(port) },
    names: name === undefined ? [] : [name],
  };
}

function names(pattern: string, text: string): boolean {
  const { address, names: known } = met(text);
  return endpointMatches(endpoint(pattern), address, known, HOST);
}

const TABLE: readonly (readonly [
  pattern: string,
  names: readonly string[],
  not: readonly string[],
])[] = [
  ['*', ['1.2.3.4:5', '[::1]:1', 'unix:/x', 'unix:@x', 'unix:', 'other'], []],
  ['**', ['1.2.3.4:5', 'unix:/x'], []],
  ['1.2.3.4', ['1.2.3.4:5', '[::ffff:1.2.3.4]:9'], ['1.2.3.5:5', '[::1.2.3.4]:5', 'unix:/x']],
  ['1.2.3.4:80', ['1.2.3.4:80'], ['1.2.3.4:81', '1.2.3.4:8']],
  ['1.2.3.4:80-90', ['1.2.3.4:80', '1.2.3.4:90', '1.2.3.4:85'], ['1.2.3.4:79', '1.2.3.4:91']],
  ['1.2.3.4:*', ['1.2.3.4:1'], ['1.2.3.5:1']],
  ['10.0.0.', ['10.0.0.0:1', '10.0.0.255:1'], ['10.0.1.0:1', '1.0.0.0:1']],
  ['10.0.0.*', ['10.0.0.7:1'], ['10.0.1.7:1']],
  ['10.*', ['10.9.8.7:1'], ['100.0.0.1:1']],
  ['10.*.*.*', ['10.9.8.7:1'], ['11.9.8.7:1']],
  ['127.', ['127.0.0.1:1', '127.255.0.1:1'], ['128.0.0.1:1', '[::1]:1']],
  ['127.:80', ['127.0.0.1:80'], ['127.0.0.1:81']],
  ['10.0.0.0/8', ['10.255.255.255:1'], ['11.0.0.0:1', '9.255.255.255:1']],
  ['10.1.2.3/8', ['10.0.0.0:1'], ['11.1.2.3:1']],
  ['192.168.4.0/22', ['192.168.4.0:1', '192.168.7.255:1'], ['192.168.3.255:1', '192.168.8.0:1']],
  ['1.2.3.4/32', ['1.2.3.4:1'], ['1.2.3.5:1']],
  ['0.0.0.0/0', ['1.2.3.4:1', '[::ffff:9.9.9.9]:1'], ['[::1]:1', 'unix:/x']],
  ['10.0.0.0/8:443', ['10.1.1.1:443'], ['10.1.1.1:80', '11.1.1.1:443']],
  ['::1', ['[::1]:1'], ['[::2]:1', '0.0.0.1:1', '127.0.0.1:1']],
  ['[::1]', ['[::1]:1'], ['[::2]:1']],
  ['[::1]:443', ['[::1]:443'], ['[::1]:80']],
  ['[::1]:1-65535', ['[::1]:443'], ['[::1]:0']],
  ['fd00::/8', ['[fd12:3::4]:1'], ['[fe00::1]:1', '10.0.0.1:1']],
  ['[fd00::/8]:80', ['[fd12::1]:80'], ['[fd12::1]:81']],
  ['2001:db8::/33', ['[2001:db8:7fff::]:1'], ['[2001:db8:8000::]:1']],
  ['::/0', ['[::1]:1', '[ffff::]:1', '[::1.2.3.4]:1'], ['1.2.3.4:1', '[::ffff:1.2.3.4]:1']],
  ['::fffe:0:0/95', ['[::fffe:1:2]:1'], ['1.2.3.4:1']],
  ['::ffff:0:0/96', ['1.2.3.4:1'], ['[::1]:1']],
  ['::ffff:10.0.0.0/104', ['10.1.1.1:1'], ['11.1.1.1:1']],
  ['*:443', ['1.2.3.4:443', '[::1]:443'], ['1.2.3.4:80', 'unix:/x', 'other']],
  ['*:443-444', ['1.2.3.4:444'], ['1.2.3.4:445']],
  [
    'host.name',
    ['host.name=1.2.3.4:1', 'HOST.name.=1.2.3.4:1'],
    ['1.2.3.4:1', 'x.host.name=1.2.3.4:1'],
  ],
  ['Host.Name.', ['host.name=1.2.3.4:1'], ['hostname=1.2.3.4:1']],
  [
    '*.internal',
    ['a.internal=1.2.3.4:1', 'a.b.internal=[::1]:2'],
    ['internal=1.2.3.4:1', 'ainternal=1.2.3.4:1'],
  ],
  ['*.internal:80', ['a.internal=1.2.3.4:80'], ['a.internal=1.2.3.4:81']],
  ['{a,b}.int', ['a.int=1.2.3.4:80'], ['c.int=1.2.3.4:81']],
  ['[ab].int:80', ['a.int=1.2.3.4:80'], ['c.int=1.2.3.4:80', 'a.int=1.2.3.4:81']],
  ['localhost', ['localhost=127.0.0.1:80'], ['127.0.0.1:80']],
  ['unix:*', ['unix:/x', 'unix:@x', 'unix:'], ['1.2.3.4:1', 'other']],
  ['unix:/run/*.sock', ['unix:/run/a.sock'], ['unix:/run/x/a.sock', 'unix:@/run/a.sock']],
  ['unix:**/a.sock', ['unix:/a.sock', 'unix:/x/y/a.sock'], ['unix:@a.sock', 'unix:@x/a.sock']],
  ['unix:a.sock', ['unix:/x/a.sock'], ['unix:@a.sock']],
  ['unix:x/*', ['unix:/w/x/a'], ['unix:/x/a']],
  ['unix:~/x', ['unix:/h/x'], ['unix:~/x']],
  [
    'unix:@docker*',
    ['unix:@docker', 'unix:@docker.1'],
    ['unix:/docker', 'unix:@x', 'unix:@docker/1'],
  ],
  ['unix:@**', ['unix:@', 'unix:@a/b'], ['unix:/a', 'unix:']],
];

describe('endpoint patterns', () => {
  for (const [pattern, named, not] of TABLE) {
    it.each(named)(`${pattern} names %s`, (text) => expect(names(pattern, text)).toBe(true));
    it.each(not)(`${pattern} does not name %s`, (text) => expect(names(pattern, text)).toBe(false));
  }
});

describe('what is no endpoint', () => {
  it.each([
    ['', 0, 'empty'],
    ['1.2.3', 0, 'no IPv4 address'],
    ['1.2.3.4.5', 0, 'no IPv4 address'],
    ['1.2.3.256', 0, 'no IPv4 address'],
    ['01.2.3.4', 0, 'no IPv4 address'],
    ['1.2..', 0, 'no IPv4 address'],
    ['1.*.3.4', 0, 'no IPv4 address'],
    ['1.2.3.4.', 0, 'no IPv4 address'],
    ['10.0.0.0/33', 8, 'bits'],
    ['10.0.0.0/', 8, 'bits'],
    ['10.0.0./8', 0, 'whole address'],
    ['fd00::/129', 6, 'bits'],
    ['fd00::/x', 6, 'bits'],
    ['host/8', 4, 'only an address'],
    ['1.2.3.4:', 8, 'no port'],
    ['1.2.3.4:65536', 8, 'no port'],
    ['1.2.3.4:http', 8, 'no port'],
    ['1.2.3.4:90-80', 8, 'backwards'],
    [':80', 0, 'without an address'],
    ['fe80::1%eth0', 7, 'zone'],
    ['1:2:3', 0, 'no IPv6 address'],
    ['1::2::3', 0, 'no IPv6 address'],
    ['1:2:3:4:5:6:7:8:9', 0, 'no IPv6 address'],
    ['12345::', 0, 'no IPv6 address'],
    ['::1.2.3', 0, 'no IPv6 address'],
    ['[::1', 0, 'never closed'],
    ['[::1]x', 5, 'only a `:port`'],
    ['[::1]:x', 6, 'no port'],
    ['[::g]', 1, 'no IPv6 address'],
    ['a..b', 0, 'empty part'],
    ['.a', 0, 'empty part'],
    ['a b', 1, 'in a host name'],
    ['bücher.de', 1, 'in a host name'],
    ['a[', 1, 'never closed'],
    ['unix:', 5, 'without a name'],
    ['unix:/a[', 7, 'never closed'],
    ['unix:@a[', 7, 'never closed'],
  ])('%j at %i', (text, at, message) => {
    const result = parseEndpoint(text);
    expect(result).toMatchObject({ ok: false, at, message: expect.stringContaining(message) });
  });
});
