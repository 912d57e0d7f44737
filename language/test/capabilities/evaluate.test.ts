import { describe, expect, it } from 'vitest';
import { createEvaluator } from '../../src/index.js';
import { capabilitiesOf, verdictOf } from './policy.js';

const FILES = `
  fs.write:
    - allow: "reports/**"
      max_bytes: 1KiB
    - ask: ["src/**", "*.md"]
      because: "Somebody reads it first."
    - deny: "src/vendor/**"
      id: vendor
  fs.list:
    - allow: ["**", "."]
`;

describe('files', () => {
  it.each([
    ['reports/a/b.txt', 'allow by fs.write#1'],
    ['./reports//a.txt', 'allow by fs.write#1'],
    ['src/a.ts', 'ask by fs.write#2'],
    ['docs/a.md', 'ask by fs.write#2'],
    ['src/vendor/a.md', 'deny by vendor'],
    ['reports', 'deny'],
    ['elsewhere.txt', 'deny'],
    ['../x', 'deny'],
    ['reports/../../x', 'deny'],
    ['reports/../reports/x', 'deny'],
    ['/etc/passwd', 'deny'],
    ['reports/a\0b', 'deny'],
    ['reports/\ud800', 'deny'],
    [`reports/${'x'.repeat(256)}`, 'deny'],
    [`reports/${'x/'.repeat(3000)}`, 'deny'],
  ])('writes %s: %s', (path, expected) => {
    expect(verdictOf(FILES, 'fs.write', path)).toBe(expected);
  });

  it('holds sizes where they are known', () => {
    const write = (content: string) => verdictOf(FILES, 'fs.write', 'reports/a', { content });
    expect(write('x'.repeat(1024))).toBe('allow by fs.write#1');
    expect(write('x'.repeat(1025))).toBe('deny');
    expect(write('é'.repeat(513))).toBe('deny');
  });

  it('knows the workspace itself as a dot', () => {
    expect(verdictOf(FILES, 'fs.list', '.')).toBe('allow by fs.list#1');
    expect(verdictOf('\n  fs.list:\n    - allow: "src"\n', 'fs.list', '.')).toBe('deny');
  });

  it('says what was missing', () => {
    const decided = createEvaluator(capabilitiesOf(FILES)).decide({
      ...{ capability: 'fs.write', path: 'reports/a', bytes: 2000 },
    });
    expect(decided.reason).toBe(
      'no rule of `fs.write` allows it: `fs.write#1` does not, since 2000 bytes are more than its 1024',
    );
  });

  it('denies everything where nothing is granted', () => {
    const decide = (path: string) =>
      createEvaluator(null).decide({ capability: 'fs.read', path }).verdict;
    expect(decide('a')).toBe('deny');
    expect(verdictOf(FILES, 'fs.read', 'reports/a')).toBe('deny');
    expect(verdictOf(FILES, 'fs.delete', 'reports/a')).toBe('deny');
  });
});

const NET = `
  net.fetch:
    - allow: ["api.example.com", "*.internal:8443", "10.1.0.0/16"]
      methods: [GET, HEAD]
    - allow: "hooks.example.com"
      methods: [POST]
      paths: "/v1/**"
      schemes: [https]
    - deny: ["169.254.169.254", "10.1.9.0/24"]
    - deny: "api.example.com"
      paths: "/admin/**"
  net.connect:
    - allow: "db.internal:5432"
`;

describe('addresses', () => {
  it.each([
    ['https://api.example.com/a', 'allow by net.fetch#1'],
    ['https://API.example.com./a', 'allow by net.fetch#1'],
    ['https://evil.example.com/a', 'deny'],
    ['https://api.example.com.evil.org/', 'deny'],
    ['https://a.internal:8443/', 'allow by net.fetch#1'],
    ['https://a.internal/', 'deny'],
    ['http://10.1.2.3/', 'allow by net.fetch#1'],
    ['http://10.1.9.3/', 'deny by net.fetch#3'],
    ['http://[::ffff:10.1.9.3]/', 'deny by net.fetch#3'],
    ['http://169.254.169.254/latest', 'deny by net.fetch#3'],
    ['https://api.example.com/admin/x', 'deny by net.fetch#4'],
    ['https://api.example.com/%61dmin/x', 'deny by net.fetch#4'],
    ['https://api.example.com//admin/x', 'deny by net.fetch#4'],
    ['file:///etc/passwd', 'unread: `file` is not http or https'],
    ['ftp://api.example.com/', 'unread: `ftp` is not http or https'],
    ['https://api.example.com@evil.org/', 'unread: the URL names a user'],
    ['https://api.example.com/../x', 'unread: the path of the URL has `.` or `..` in it'],
    ['https://0x7f.1/', 'unread: the host of the URL is no plain address'],
    ['https://2130706433/', 'unread: the host of the URL is no plain address'],
    ['https://api.example.com\\@evil.org/', 'unread: the URL names a user'],
    ['https://api.example.com\\.evil.org/', 'unread: the host of the URL is not plain'],
  ])('fetches %s: %s', (url, expected) => {
    expect(verdictOf(NET, 'net.fetch', url)).toBe(expected);
  });

  it('holds methods, paths and schemes', () => {
    const post = (url: string) => verdictOf(NET, 'net.fetch', url, { method: 'post', body: 'x' });
    expect(post('https://api.example.com/')).toBe('deny');
    expect(post('https://hooks.example.com/v1/a')).toBe('allow by net.fetch#2');
    expect(post('http://hooks.example.com/v1/a')).toBe('deny');
    expect(post('https://hooks.example.com/v2/a')).toBe('deny');
  });

  it('asks the rules that refuse about where a name leads', () => {
    const decide = (addresses: string[]) =>
      createEvaluator(capabilitiesOf(NET)).decide({
        ...{ capability: 'net.fetch', scheme: 'https', host: 'api.example.com', port: 443 },
        ...{ method: 'GET', path: '/', addresses },
      }).rule?.id;
    expect(decide(['93.184.216.34'])).toBe('net.fetch#1');
    expect(decide(['93.184.216.34', '169.254.169.254'])).toBe('net.fetch#3');
    // A name is not allowed by the block it leads to.
    const led = createEvaluator(capabilitiesOf(NET)).decide({
      ...{ capability: 'net.fetch', scheme: 'https', host: 'other.org', port: 443 },
      ...{ method: 'GET', path: '/', addresses: ['10.1.2.3'] },
    });
    expect(led.verdict).toBe('deny');
  });

  it('knows ports of connections', () => {
    expect(verdictOf(NET, 'net.connect', 'db.internal:5432')).toBe('allow by net.connect#1');
    expect(verdictOf(NET, 'net.connect', 'db.internal:22')).toBe('deny');
  });
});

const SPAWN = `
  proc.spawn:
    - allow: ["python3.11", "./tools/*"]
      args: ["-m", "pytest", "**"]
    - allow: git
      has_args: "{status,diff}"
    - allow: date
      args: []
    - ask: git
      has_args: push
    - allow: "/opt/**"
    - deny: [rm, "/opt/secret/*"]
  mcp.call:
    - allow: "browser/*"
    - deny: "browser/eval"
  secrets.read:
    - allow: "real_agent/*"
`;

describe('programs, tools and secrets', () => {
  it.each([
    ['python3.11', ['-m', 'pytest', '-q'], 'allow by proc.spawn#1'],
    ['python3.11', ['-m', 'pytest'], 'allow by proc.spawn#1'],
    ['python3.11', ['-c', 'evil', '-m', 'pytest'], 'deny'],
    ['./python3.11', ['-m', 'pytest'], 'deny'],
    ['./tools/lint', ['-m', 'pytest'], 'allow by proc.spawn#1'],
    ['tools/lint', ['-m', 'pytest'], 'allow by proc.spawn#1'],
    ['git', ['status'], 'allow by proc.spawn#2'],
    ['git', ['-C', '.', 'push', 'status'], 'ask by proc.spawn#4'],
    ['date', [], 'allow by proc.spawn#3'],
    ['date', ['-s', '0'], 'deny'],
    ['/opt/a/b', [], 'allow by proc.spawn#5'],
    ['/opt/x/rm', [], 'deny by proc.spawn#6'],
    ['/opt//secret/./k', [], 'deny by proc.spawn#6'],
    ['/opt/x/../../bin/sh', [], 'deny'],
    ['../sh', [], 'deny'],
  ])('spawns %s %j: %s', (command, args, expected) => {
    expect(verdictOf(SPAWN, 'proc.spawn', command, { args })).toBe(expected);
  });

  it('asks the rules that refuse about the file that a name turned out to be', () => {
    const resolved = '/opt/secret/k';
    expect(verdictOf(SPAWN, 'proc.spawn', 'date', { args: [], resolved })).toBe(
      'deny by proc.spawn#6',
    );
  });

  it('decides about tools and secrets', () => {
    expect(verdictOf(SPAWN, 'mcp.call', 'browser/open')).toBe('allow by mcp.call#1');
    expect(verdictOf(SPAWN, 'mcp.call', 'browser/eval')).toBe('deny by mcp.call#2');
    expect(verdictOf(SPAWN, 'mcp.call', 'browser/a/b')).toBe('deny');
    expect(verdictOf(SPAWN, 'secrets.read', 'real_agent/token')).toBe('allow by secrets.read#1');
    expect(verdictOf(SPAWN, 'secrets.read', 'other/token')).toBe('deny');
  });
});
