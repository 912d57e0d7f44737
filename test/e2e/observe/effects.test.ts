/** What comes of each effect where most of it comes afterwards, and what is said about it. */
import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createPlace, jsonLines, type Place, policy } from '../cli/place.js';
import { onObserve } from './here.js';

const observe = (place: Place, script: string, ...flags: string[]) =>
  place.rein(['run', '--engine', 'observe', ...flags, '--', 'bash', '-c', script]);

const matchesOf = async (place: Place) => {
  const log = jsonLines((await place.rein(['replay', '--json'])).stdout);
  return log
    .filter(({ kind }) => kind === 'match')
    .map(({ rule, effect, outcome, op, target }) => ({ rule, effect, outcome, op, target }));
};

/** Says whether a UDP socket may be connected to an address; nothing is sent. */
const connect = (address: string): string => `python3 -c '
import socket
try:
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(("${address}", 9))
    print("connected")
except PermissionError:
    print("refused")'`;

onObserve('effects on the observe tier', () => {
  it('tells, kills before the first instruction, and refuses to connect', async () => {
    const place = createPlace({
      'rein.yaml': policy(
        'rule told:\n  notify exec "ls"\n  because "listing is noted"\n' +
          'rule ended:\n  kill exec "touch" "never"\n  because "no such file"\n' +
          'rule kept-in:\n  block connect "192.0.2.0/24"\n  because "not that network"',
      ),
    });
    const { code, stdout, stderr } = await observe(
      place,
      `ls >/dev/null; touch never; echo "touch $?"; ${connect('192.0.2.1')}; ${connect('127.0.0.1')}; exit 7`,
    );
    expect(code).toBe(7);
    expect(stdout).toBe('touch 137\nrefused\nconnected\n');
    expect(existsSync(place.at('never'))).toBe(false);
    expect(stderr).toContain('[rein] blocked: connect of 192.0.2.1:9\n  rule: kept-in\n');
    expect(stderr).toContain('[rein] killed: exec of touch never');
    expect(stderr).toMatch(/rein run \w+ · exit code 7 · /);
    expect(stderr).toMatch(/notify +told +1 allowed\n/);
    expect(await matchesOf(place)).toEqual([
      expect.objectContaining({ rule: 'told', effect: 'notify', outcome: 'allowed', op: 'exec' }),
      expect.objectContaining({ rule: 'ended', effect: 'kill', outcome: 'killed', op: 'exec' }),
      {
        ...{ rule: 'kept-in', effect: 'block', outcome: 'blocked' },
        ...{ op: 'connect', target: '192.0.2.1:9' },
      },
    ]);
    const log = jsonLines((await place.rein(['replay', '--json'])).stdout);
    expect(log[0]).toMatchObject({ kind: 'start', tier: 'observe' });
    expect(log.find(({ kind }) => kind === 'end')).toMatchObject({
      counters: { matches: 3, events_lost: 0, labels_dropped: 0 },
    });
    expect((await place.rein(['audit', 'verify'])).code).toBe(0);
  });

  it('knows the addresses of a host name, and refuses one that it cannot look up', async () => {
    const place = createPlace({
      'rein.yaml': policy('rule named:\n  block connect "localhost"\n  because "by name"'),
      'wild.yaml': policy('rule wild:\n  block connect "*.internal"\n  because "by name"'),
    });
    const { stdout } = await observe(place, `${connect('127.0.0.1')}; ${connect('127.0.0.2')}`);
    expect(stdout).toBe('refused\nconnected\n');
    const wild = await observe(place, 'true', '--policy', 'wild.yaml');
    expect(wild.code).not.toBe(0);
    expect(wild.stderr).toContain('a host name with a wildcard cannot be looked up');
  });

  it('refuses a socket of every family, with and without connecting first', async () => {
    const place = createPlace({
      'rein.yaml': policy('rule alone:\n  block connect any\n  because "alone"'),
    });
    const { stdout } = await observe(
      place,
      `python3 -c '
import socket
def attempt(name, family, kind, act):
    try:
        act(socket.socket(family, kind))
        print(name, "done")
    except PermissionError:
        print(name, "refused")
    except OSError as error:
        print(name, error.errno)
udp, tcp = socket.SOCK_DGRAM, socket.SOCK_STREAM
attempt("tcp", socket.AF_INET, tcp, lambda s: s.connect(("127.0.0.1", 9)))
attempt("tcp6", socket.AF_INET6, tcp, lambda s: s.connect(("::1", 9)))
attempt("mapped", socket.AF_INET6, udp, lambda s: s.connect(("::ffff:127.0.0.1", 9)))
attempt("send", socket.AF_INET, udp, lambda s: s.sendto(b"x", ("127.0.0.1", 9)))
attempt("sendmsg", socket.AF_INET6, udp, lambda s: s.sendmsg([b"x"], [], 0, ("::1", 9)))
attempt("fast open", socket.AF_INET, tcp, lambda s: s.sendto(b"x", 0x20000000, ("127.0.0.1", 9)))
attempt("unix", socket.AF_UNIX, tcp, lambda s: s.connect("nowhere"))
attempt("abstract", socket.AF_UNIX, udp, lambda s: s.sendto(b"x", b"\\0nobody"))'`,
    );
    const names = ['tcp', 'tcp6', 'mapped', 'send', 'sendmsg', 'fast open', 'unix', 'abstract'];
    expect(stdout.trimEnd().split('\n')).toEqual(names.map((name) => `${name} refused`));
  });

  it('kills the first process too where nothing can be refused any more', async () => {
    const place = createPlace({
      'rein.yaml': policy('rule no-notes:\n  kill write "notes"\n  because "no notes"'),
    });
    const { code } = await observe(place, 'echo x > notes; echo still here > said');
    expect(code).toBe(137);
    expect(existsSync(place.at('said'))).toBe(false);
    expect(await matchesOf(place)).toEqual([
      {
        ...{ rule: 'no-notes', effect: 'kill', outcome: 'killed', op: 'write' },
        target: place.at('notes'),
      },
    ]);
  });
});

onObserve('KE9: what the observe tier cannot refuse', () => {
  const RULES = policy(
    'rule asked:\n  ask connect any\n  because "ask first"\n' +
      'rule kept:\n  block write "kept"\n  because "kept as it is"',
  );

  it('keeps a policy from being run, clause by clause', async () => {
    const place = createPlace({ 'rein.yaml': RULES });
    const { code, stderr } = await observe(place, 'touch ran');
    expect(code).toBe(3);
    expect(stderr).toContain('ask connect any: nothing can wait for a person here\n');
    expect(stderr).toContain(
      'block write "kept": seen when the call has succeeded, too late to block\n',
    );
    expect(existsSync(place.at('ran'))).toBe(false);
  });

  it('is said to have been allowed when a person runs it all the same', async () => {
    const place = createPlace({ 'rein.yaml': RULES });
    const script = `echo x > kept; ${connect('127.0.0.1')}`;
    const { stdout } = await observe(place, script, '--allow-unenforced');
    expect(existsSync(place.at('kept'))).toBe(true);
    // Nobody can be asked in that call, and what can be refused is.
    expect(stdout).toBe('refused\n');
    expect(await matchesOf(place)).toEqual([
      expect.objectContaining({ rule: 'kept', effect: 'block', outcome: 'allowed' }),
      expect.objectContaining({ rule: 'asked', effect: 'ask', op: 'connect' }),
    ]);
  });
});
