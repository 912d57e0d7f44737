/** An agent that goes around the daemon meets the same answer: the model under the lowered rules. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CapabilityMode,
  check,
  createEvaluator,
  lower,
  lowerCapabilities,
  type Program,
  parsePolicyFile,
} from '../../src/index.js';
import {
  connectEvent,
  type Event,
  execEvent,
  openEvent,
  unlinkEvent,
} from '../../src/model/event.js';
import { createModel } from '../../src/model/model.js';
import { capabilitiesOf } from './policy.js';

const WORKSPACE = '/home/ada/work';
const HOST = { root: WORKSPACE, home: '/home/ada' };
const bytes = (text: string) => new TextEncoder().encode(text);
const fileAt = (path: string) => ({ names: [bytes(path)], object: path });

function programOf(yaml: string, mode: CapabilityMode, more: object = {}): Program {
  const { program } = check(parsePolicyFile(`version: 1\ncapabilities:\n${yaml}`));
  if (program === null) throw new Error('no program');
  const { rules } = lowerCapabilities(capabilitiesOf(yaml), {
    mode,
    workspace: WORKSPACE,
    ...more,
  });
  return { ...program, rules };
}

/** The model's verdict about one event. */
function engine(yaml: string, mode: CapabilityMode, event: Event, more: object = {}): string {
  return createModel(programOf(yaml, mode, more), HOST).decide(event).verdict;
}

const read = (path: string) => openEvent(1, fileAt(path), ['read']);
const write = (path: string) => openEvent(1, fileAt(path), ['write']);
const remove = (path: string) => unlinkEvent(1, fileAt(path));
const exec = (path: string, ...args: string[]) =>
  execEvent(1, fileAt(path), { tokens: [path, ...args].map(bytes), truncated: false });
function connect(address: number[], port: number, hosts: string[] = []): Event {
  const whole = Uint8Array.from([...Array(10).fill(0), 0xff, 0xff, ...address]);
  return connectEvent(1, {
    address: { kind: 'inet', address: whole, port },
    hosts,
    object: 'peer',
  });
}

const FILES = `
  fs.write:
    - allow: "reports/**"
    - ask: "src/**"
    - deny: "src/vendor/**"
  fs.delete:
    - allow: "reports/old/**"
  fs.read:
    - allow: "**"
    - deny: "*.pem"
`;

describe('files', () => {
  it.each([
    ['write', write('/home/ada/work/reports/a'), 'notify none none none'],
    ['ask', write('/home/ada/work/src/a'), 'notify ask ask'],
    ['vendor', write('/home/ada/work/src/vendor/a'), 'notify block block'],
    ['other', write('/home/ada/work/x'), 'notify block block'],
    ['outside', write('/home/ada/.bashrc'), 'notify block block'],
    ['scratch', write('/tmp/x'), 'none none none'],
    ['null', write('/dev/null'), 'none none none'],
    ['delete', remove('/home/ada/work/reports/old/a'), 'none none none'],
    ['keep', remove('/home/ada/work/reports/a'), 'notify block block'],
    ['read', read('/home/ada/work/deep/a'), 'none none none'],
    ['key', read('/home/ada/work/deep/a.pem'), 'notify block block'],
    ['home', read('/home/ada/.ssh/id'), 'none none block'],
    ['library', read('/usr/lib/libc.so.6'), 'none none none'],
    ['environ', read('/proc/77/environ'), 'none none block'],
    ['maps of a thread', read('/proc/77/task/77/mem'), 'none none block'],
  ])('%s', (_, event, expected) => {
    const found = (['observe', 'guard', 'strict'] as const).map((mode) =>
      engine(FILES, mode, event),
    );
    expect(found.join(' ')).toBe(expected.split(' ').slice(-3).join(' '));
  });

  it('does not open a workspace that lies in a scratch folder', () => {
    const event = write('/tmp/work/x');
    expect(engine(FILES, 'guard', event, { workspace: '/tmp/work' })).toBe('block');
    expect(engine(FILES, 'guard', write('/tmp/else'), { workspace: '/tmp/work' })).toBe('none');
  });

  it('says of scratch no more than matters, since an agent reads it', () => {
    const textOf = (workspace: string) => {
      const { rules } = lowerCapabilities(capabilitiesOf(FILES), { mode: 'guard', workspace });
      return rules.find(({ name }) => name === 'fs.write')?.clauses[0]?.text ?? '';
    };
    expect(textOf('/home/ada/work')).not.toContain('not target');
    const within = 'target "/tmp{,/**}" and not target "/tmp/work{,/**}"';
    expect(textOf('/tmp/work').match(/and not target/g)).toHaveLength(1);
    expect(textOf('/tmp/work')).toContain(within);
    // Nothing of a workspace that holds them is opened by them.
    expect(textOf('/')).not.toContain('"/tmp{,/**}"');
    expect(engine(FILES, 'guard', write('/tmp/x'), { workspace: '/' })).toBe('block');
  });

  it('takes a workspace of any name literally', () => {
    const workspace = '/srv/{a,b}*[x]';
    const allowed = write(`${workspace}/reports/a`);
    expect(engine(FILES, 'guard', allowed, { workspace })).toBe('none');
    expect(engine(FILES, 'guard', write('/srv/a/reports/a'), { workspace })).toBe('block');
  });

  it('lets what has a size pass in guard, and only through the daemon in strict', () => {
    const yaml = '\n  fs.write:\n    - allow: "a/**"\n      max_bytes: 1KiB\n';
    const event = write(`${WORKSPACE}/a/b`);
    expect(engine(yaml, 'guard', event)).toBe('none');
    expect(engine(yaml, 'strict', event)).toBe('block');
    const notes = lowerCapabilities(capabilitiesOf(yaml), {
      mode: 'strict',
      workspace: WORKSPACE,
    }).notes;
    expect(notes.map(({ about }) => about)).toEqual(['fs.write#1']);
  });
});

const NET = `
  net.fetch:
    - allow: "api.example.com"
      methods: [GET]
    - deny: "10.0.0.0/8"
  net.connect:
    - allow: "db.internal:5432"
`;

describe('network', () => {
  it.each([
    [
      'where it may fetch',
      connect([93, 184, 216, 34], 443, ['api.example.com']),
      'none none block',
    ],
    ['where it may connect', connect([93, 1, 1, 1], 5432, ['db.internal']), 'none none none'],
    ['at another port', connect([93, 1, 1, 1], 22, ['db.internal']), 'notify block block'],
    ['where it is denied', connect([10, 1, 1, 1], 5432, ['db.internal']), 'notify block block'],
    ['elsewhere', connect([1, 1, 1, 1], 443), 'notify block block'],
    ['to the resolver', connect([127, 0, 0, 53], 53), 'none none block'],
  ])('connects %s', (_, event, expected) => {
    const more = { resolvers: ['127.0.0.53'] };
    const modes = ['observe', 'guard', 'strict'] as const;
    expect(modes.map((mode) => engine(NET, mode, event, more)).join(' ')).toBe(expected);
  });
});

it('says of tools and secrets that the engine sees neither the call nor the value', () => {
  const yaml = `
  mcp.call:
    - allow: browser/open
  secrets.read:
    - allow: "a/token"
    - ask: "b/token"
    - deny: "c/token"
`;
  const facts = { mode: 'strict', workspace: WORKSPACE } as const;
  const { rules, notes } = lowerCapabilities(capabilitiesOf(yaml), facts);
  expect(rules.filter(({ name }) => /mcp|secret/.test(name))).toEqual([]);
  expect(notes.map(({ about, message }) => `${about} ${message.split(';')[0]}`)).toEqual([
    'mcp.call#1 is decided and recorded',
    'secrets.read#1 hands out a value that carries no label: rules about labels do not follow it',
    'secrets.read#2 hands out a value that carries no label: rules about labels do not follow it',
  ]);
});

const SPAWN = `
  proc.spawn:
    - allow: [git, "./tools/*"]
    - ask: git
      has_args: push
    - deny: rm
    - allow: python3
      args: ["-m", "pytest"]
  # To run a file is to read it.
  fs.read:
    - allow: "tools/*"
`;

describe('programs', () => {
  it.each([
    ['by name', exec('/usr/bin/git', 'status'), 'none none none'],
    ['asked', exec('/usr/bin/git', '-C', '.', 'push'), 'notify ask ask'],
    ['a copy', exec(`${WORKSPACE}/git`, 'status'), 'none none block'],
    ['a tool', exec(`${WORKSPACE}/tools/x`), 'none none none'],
    ['denied', exec('/opt/rm', 'x'), 'notify block block'],
    ['unlisted', exec('/usr/bin/curl'), 'none none block'],
    [
      'in an order that the engine cannot see',
      exec('/usr/bin/python3', '-m', 'pytest'),
      'none none ask',
    ],
    ['what the run starts with', exec('/usr/bin/node'), 'none none none'],
  ])('%s', (_, event, expected) => {
    const more = { programs: ['/usr/bin/node'] };
    const modes = ['observe', 'guard', 'strict'] as const;
    expect(modes.map((mode) => engine(SPAWN, mode, event, more)).join(' ')).toBe(expected);
  });
});

it('lowers to an image', () => {
  for (const mode of ['observe', 'guard', 'strict'] as const) {
    const program = programOf(`${FILES}${NET}${SPAWN.split('  # To')[0]}`, mode);
    const lowered = lower(program, HOST, { policyDigest: new Uint8Array(32) });
    expect(lowered.ok ? [] : lowered.diagnostics).toEqual([]);
  }
});

it('gives no lowered answer that is wider than that of the daemon', () => {
  const segment = fc.constantFrom('a', 'b', 'ab', 'c.md', 'x');
  const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
  const glob = fc
    .array(fc.constantFrom('a', 'b', '*', '**', 'a*', '*.md', '{a,b}', '?'), {
      minLength: 1,
      maxLength: 3,
    })
    .map((parts) => parts.join('/'));
  const rule = fc.record({ effect: fc.constantFrom('allow', 'ask', 'deny'), glob });
  const about = fc.constantFrom('fs.read', 'fs.write', 'fs.delete');
  const strength = { allow: 0, ask: 1, deny: 2 };
  const engineStrength: Record<string, number> = { none: 0, notify: 0, ask: 1, block: 2, kill: 2 };
  const events = { 'fs.read': read, 'fs.write': write, 'fs.delete': remove } as const;
  const property = fc.property(
    fc.array(rule, { minLength: 1, maxLength: 5 }),
    fc.array(path, { minLength: 1, maxLength: 6 }),
    about,
    (rules, paths, capability) => {
      const list = rules.map((one) => `    - ${one.effect}: "${one.glob}"\n`).join('');
      // What is deleted has to be writable too: the other list grants all of it.
      const rest = capability === 'fs.delete' ? '  fs.write:\n    - allow: "**"\n' : '';
      const yaml = `\n  ${capability}:\n${list}${rest}`;
      const evaluator = createEvaluator(capabilitiesOf(yaml));
      const model = createModel(programOf(yaml, 'strict'), HOST);
      for (const one of paths) {
        const daemon = evaluator.decide({ capability, path: one }).verdict;
        const beneath = model.decide(events[capability](`${WORKSPACE}/${one}`)).verdict;
        expect(`${one} ${engineStrength[beneath]}`).toBe(`${one} ${strength[daemon]}`);
      }
    },
  );
  fc.assert(property, { numRuns: process.env.REIN_TEST_FULL === undefined ? 300 : 5000 });
});
