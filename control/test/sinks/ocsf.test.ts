import { expect, test } from 'vitest';
import { ocsfOf } from '../../src/sinks/ocsf.js';

const OWN = {
  ...{ v: 1, run: 'r', seq: 7, time: '2026-01-02T03:04:05.678Z', prev: '0', hash: 'abc' },
};
const WHO = { pid: 12, ppid: 11, exe: '/usr/bin/python3.11', cwd: '/w' };

/** The event of an entry, and what every event must have (schema.ocsf.io, 1.3.0). */
function eventOf(entry: object): Record<string, unknown> {
  const whole = { ...OWN, ...entry };
  const line = JSON.stringify(whole);
  const event: Record<string, unknown> = { ...ocsfOf(line, whole) };
  expect(event).toMatchObject({
    time: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
    metadata: { version: '1.3.0', product: { vendor_name: 'Rein' }, uid: 'abc', sequence: 7 },
    raw_data: line,
  });
  const { class_uid, activity_id, type_uid, category_uid, severity_id } = event;
  expect(type_uid).toBe(Number(class_uid) * 100 + Number(activity_id));
  expect(Math.floor(Number(class_uid) / 1000)).toBe(category_uid);
  expect(severity_id).toBeGreaterThan(0);
  return event;
}

test('a program that was refused is process activity that was blocked', () => {
  const entry = { kind: 'match', op: 'exec', outcome: 'blocked', target: '/usr/bin/git', ...WHO };
  expect(
    eventOf({ ...entry, argv: ['git', 'push'], rule: 'no-push', reason: 'ask first' }),
  ).toMatchObject({
    ...{ class_uid: 1007, activity_id: 1, action_id: 2, disposition_id: 2, status_id: 2 },
    process: { name: 'git', cmd_line: 'git push', file: { path: '/usr/bin/git' } },
    actor: { process: { pid: 12, parent_process: { pid: 11 }, file: { name: 'python3.11' } } },
    policy: { name: 'no-push', desc: 'ask first' },
    message: 'ask first',
  });
});

test.each([
  ['read', 'allowed', { class_uid: 1001, activity_id: 2, action_id: 1, severity_id: 1 }],
  ['write', 'killed', { class_uid: 1001, activity_id: 3, action_id: 2, severity_id: 4 }],
  ['unlink', 'expired', { class_uid: 1001, activity_id: 4, action_id: 2, severity_id: 3 }],
])('%s that was %s is file activity', (op, outcome, expected) => {
  const event = eventOf({ kind: 'match', op, outcome, target: '/w/a.txt', ...WHO });
  expect(event).toMatchObject({ ...expected, file: { path: '/w/a.txt', name: 'a.txt' } });
});

test.each([
  ['10.0.0.1:443', { ip: '10.0.0.1', port: 443 }],
  ['[2001:db8::1]:80', { ip: '2001:db8::1', port: 80 }],
  ['https://example.org/a', { hostname: 'example.org' }],
  ['@abstract', { name: '@abstract' }],
])('a connection to %s is network activity', (target, dst_endpoint) => {
  const event = eventOf({ kind: 'match', op: 'connect', outcome: 'blocked', target, ...WHO });
  expect(event).toMatchObject({ class_uid: 4001, activity_id: 1, dst_endpoint });
});

test('an action is of the class of what it does, by whom it was asked for', () => {
  const action = { kind: 'action', capability: 'fs.write', resource: 'out.txt', by: 'sam' };
  expect(eventOf({ ...action, decision: 'DENY', reason: 'no rule' })).toMatchObject({
    ...{ class_uid: 1001, activity_id: 3, action_id: 2, file: { path: 'out.txt' } },
    actor: { user: { name: 'sam' } },
  });
  expect(eventOf({ ...action, decision: 'REQUIRE_APPROVAL' })).toMatchObject({ action_id: 0 });
});

test('what people did at the daemon is use of its interface', () => {
  expect(eventOf({ kind: 'token-created', by: 'ada', token: 't' })).toMatchObject({
    ...{ class_uid: 6003, activity_id: 99, api: { operation: 'token-created' } },
    actor: { user: { name: 'ada' } },
  });
});
