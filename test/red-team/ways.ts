import type { LimitId } from '@rein/enforce';
import { CHANNELS, CONNECTIONS, MEMORY } from './flows.js';
import { SERVE, VISIT, VISITS } from './visitors.js';

/**
 * R1 to R8: known ways around a policy. A way must not reach, unless it names a limit that the tier
 * has; then it must, so that a limit that is gone does not stay in the table.
 */
export interface Way {
  readonly id: string;
  readonly way: string;
  /** Bash; says REACHED when the way worked. `$P` holds the attackers' programs. */
  readonly script: string;
  /** What leaves it open on the tiers that have this limit. */
  readonly limit?: LimitId;
  /** Nothing that the policy forbids: it must reach, or the way beside it shows nothing. */
  readonly harmless?: true;
}

export interface Attack {
  readonly title: string;
  /** Rules; `$D` is the scratch folder. */
  readonly policy: string;
  readonly files: Readonly<Record<string, string>>;
  /** The ways are at the run itself: after one of them there may be none for the next. */
  readonly onTheRun?: true;
  readonly ways: readonly Way[];
}

const held = (id: string, way: string, script: string): Way => ({ id, way, script });
const harmless = (id: string, way: string, script: string): Way => ({
  ...held(id, way, script),
  harmless: true,
});
/** Held but where a tier has the limit. */
const limited = (limit: LimitId, id: string, way: string, script: string): Way => ({
  ...held(id, way, script),
  limit,
});

/** `bin/forbidden` is a copy of echo, `bin/tool` too: what they print tells that they ran. */
const RUN: Attack = {
  title: 'running a forbidden program',
  policy: `
rule no-forbidden:
  block exec "forbidden"
  block exec "tool" "danger"
  because "not in this run"
`,
  files: {},
  ways: [
    held('R1', 'as it is', 'bin/forbidden REACHED'),
    held('R1', 'by a symbolic link', 'ln -s bin/forbidden g; ./g REACHED'),
    held('R1', 'by two symbolic links', 'ln -s bin/forbidden g; ln -s g h; ./h REACHED'),
    held('R1', 'by /proc/self/fd', 'exec 9<bin/forbidden; /proc/self/fd/9 REACHED'),
    held('R1', 'by fexecve', '$P/exec-by fexecve bin/forbidden REACHED'),
    limited(
      'loaded-program',
      'R1',
      'through the dynamic loader',
      '/lib64/ld-linux-x86-64.so.2 bin/forbidden REACHED',
    ),
    held('R1', 'by a relative path with ..', 'cd bin; ../bin/./forbidden REACHED'),
    held(
      'R1',
      'by a script that names it as its interpreter',
      'printf \'#!%s/bin/forbidden\\n\' "$D" > s; chmod +x s; ./s REACHED',
    ),
    limited('copied-program', 'R1', 'a copy under another name', 'cp bin/forbidden g; ./g REACHED'),
    limited(
      'copied-program',
      'R1',
      'a hard link under another name',
      'ln bin/forbidden g; ./g REACHED',
    ),
    limited('copied-program', 'R1', 'a copy in memory', '$P/exec-by memfd bin/forbidden REACHED'),
    held('R2', 'under a false argv[0]', "bash -c 'exec -a other bin/forbidden REACHED'"),
    held('R2', 'with an empty argv[0]', '$P/exec-by empty bin/forbidden REACHED'),
    held('R2', 'the argument, plain', 'bin/tool danger REACHED'),
    held(
      'R2',
      'the argument behind 100 KiB',
      '$P/exec-by long bin/tool danger | tail -c 20 | sed s/danger/REACHED/',
    ),
    held('R2', 'the argument, false argv[0]', "bash -c 'exec -a danger bin/tool danger REACHED'"),
    held(
      'R3',
      'the path rewritten during the call',
      'cp bin/forbidden bin/permitted; printf "#!/bin/sh\\necho REACHED\\n" > bin/forbidden; $P/race-exec 300 bin/permitted bin/forbidden | grep -o REACHED',
    ),
  ],
};

const WRITE: Attack = {
  title: 'writing a kept file',
  policy: `
rule keep:
  block write "$D/kept" 
  block read "$D/read"
  because "kept as it is"
`,
  files: { kept: 'kept\n', pass: 'pass\n', read: 'secret\n' },
  ways: [
    held('R3', 'the path rewritten during the call', '$P/race-open 10000 pass kept'),
    held(
      'R3',
      'a link swapped during the call',
      'ln -s pass link; $P/race-link 10000 link pass kept',
    ),
    held('R7', 'by ..', 'mkdir x; echo y > x/../kept && echo REACHED'),
    held('R7', 'by //', 'echo y > "$D//kept" && echo REACHED'),
    held('R7', 'by a link', 'ln -s kept l; echo y > l && echo REACHED'),
    held('R7', 'by a linked folder', 'ln -s . d; echo y > d/d/kept && echo REACHED'),
    held('R7', 'by /proc/self/cwd', 'echo y > /proc/self/cwd/kept && echo REACHED'),
    held('R7', 'by /proc/self/root', 'echo y > "/proc/self/root$D/kept" && echo REACHED'),
    held('R7', 'by a hard link', 'ln kept l && echo y > l && echo REACHED'),
    held(
      'R7',
      'by moving it away and back',
      'mv kept l && echo y > l && mv l kept && echo REACHED',
    ),
    held(
      'R7',
      'reopening a descriptor for writing',
      'exec 9<kept; echo y > /proc/self/fd/9 && echo REACHED',
    ),
    held(
      'R7',
      'by moving its folder',
      'mv "$D" "$D-away" && echo y > "$D-away/kept" && echo REACHED; mv "$D-away" "$D" 2>/dev/null',
    ),
    held('R7', 'reading through /dev/fd', 'cat /dev/fd/9 9< read | sed s/secret/REACHED/'),
    held('R7', 'reading by a link', 'ln -s read l; sed s/secret/REACHED/ l'),
    held(
      'R7',
      'a very long path',
      'p=.; for i in $(seq 1 900); do p=$p/.; done; echo y > $p/kept && echo REACHED',
    ),
  ],
};

const NET_WAYS = [
  'tcp4',
  'tcp6',
  'mapped',
  'udp-connect',
  'udp-sendto',
  'udp-sendmsg',
  'udp-sendmmsg',
  'udp-no-family',
  'raw6-no-family',
  'packet-no-family',
  'packet-bound',
  'fast-open',
  'vsock',
  'thread',
];

const NET: Attack = {
  title: 'reaching somebody',
  policy: `
rule no-network:
  block connect any
  because "no network in this run"
`,
  files: {},
  ways: [
    ...NET_WAYS.map((way) => held('R8', way, `$P/net ${way}`)),
    held(
      'R8',
      'a unix socket that is there',
      `
python3 -c 'import socket, time; s = socket.socket(socket.AF_UNIX); s.bind("sock"); s.listen(); time.sleep(2)' &
while [ ! -S sock ]; do sleep 0.05; done; $P/net unix sock; wait`,
    ),
    held(
      'R8',
      'an abstract unix socket',
      `
python3 -c 'import socket, time; s = socket.socket(socket.AF_UNIX); s.bind("\\0rein-test-'$$'"); s.listen(); time.sleep(2)' &
sleep 0.5; $P/net abstract rein-test-$$; wait`,
    ),
  ],
};

/** Who connects does not matter to a rule about connecting: the two talk. */
const VISITED: Attack = {
  title: 'being reached by somebody',
  policy: `
rule no-visitors:
  block connect any unless not lineage-includes exec "serve"
  because "this program talks to nobody"
`,
  files: { served: SERVE, 'visit.py': VISIT },
  ways: VISITS.flatMap(({ way, script }) => [
    held('R8', way, script('serve')),
    harmless('R8', `${way}, under another name`, script('other')),
  ]),
};

const LEAVE: Attack = {
  title: 'getting around the engine',
  onTheRun: true,
  policy: `
rule keep:
  block write "$D/kept"
  because "kept as it is"
`,
  files: { kept: 'kept\n' },
  ways: [
    ...[
      'mount',
      'chroot',
      'unshare',
      'unshare-as-root',
      'setns-as-root',
      'clone-newuser',
      'bpf',
      'perf',
      'x32',
      'int80',
    ].map((way) => held('R5', way, `$P/around ${way}`)),
    held('R5', 'io_uring', '$P/ring kept'),
    ...['ptrace', 'process_vm_writev', 'proc_mem'].map((way) =>
      held('R5', `${way} of an ungoverned process`, `$P/around ${way} $OUTSIDE`),
    ),
    held(
      'R5',
      'setsid and a double fork',
      "(setsid bash -c '(sleep 0.3; echo y > kept && echo REACHED > ../reached) & ' &); sleep 1; cat ../reached 2>/dev/null",
    ),
    held('R6', 'killing the engine', 'kill -9 $PPID && echo REACHED'),
    held('R6', 'stopping the engine', 'kill -STOP $PPID && echo REACHED'),
    held(
      'R6',
      'a signal to the engine by a descriptor',
      `E=$PPID python3 -c '
import fcntl, os, socket
a, b = socket.socketpair()
fcntl.fcntl(a, fcntl.F_SETOWN, int(os.environ["E"]))
fcntl.fcntl(a, fcntl.F_SETFL, os.O_ASYNC)
b.send(b"x")'
for i in 1 2 3 4 5; do [ -d /proc/$PPID ] || echo REACHED; sleep 0.1; done`,
    ),
    held(
      'R6',
      'killing its own process group',
      "(trap '' TERM; kill -TERM 0; sleep 0.2; echo y > kept && echo REACHED)",
    ),
    held('R6', 'removing the policy', 'rm -f rein.yaml; [ -e rein.yaml ] || echo REACHED'),
    held('R6', 'rewriting the policy', 'echo x > rein.yaml && echo REACHED'),
    held(
      'R6',
      'removing the record',
      'rm -rf "$XDG_STATE_HOME/rein"; [ -e "$XDG_STATE_HOME/rein" ] || echo REACHED',
    ),
    held(
      'R6',
      '200 processes at once',
      'for i in $(seq 1 200); do (echo y > kept && echo REACHED) 2>/dev/null & done; wait',
    ),
    held(
      'R6',
      'many open files',
      'ulimit -n 4096; python3 -c \'\nf = [open("/dev/null") for _ in range(3000)]\ntry:\n  open("kept", "w"); print("REACHED")\nexcept PermissionError: pass\'',
    ),
  ],
};

/** Flows from one process to another: the second connects with what the first read. */
const FLOW: Attack = {
  title: 'passing a secret on',
  policy: `
source SECRET = file "**/sec.env"
rule no-exfil:
  block connect any if SECRET
  because "secrets must not leave the machine"
`,
  files: { 'sec.env': 'KEY=1\n', plain: 'x\n' },
  ways: [
    held('R4', 'a pipe', "cat sec.env | bash -c 'read l; tryconnect 127.0.0.1 9'"),
    held(
      'R4',
      'a pipe through a filter',
      "cat sec.env | tr a b | bash -c 'read l; tryconnect 127.0.0.1 9'",
    ),
    ...CHANNELS.flatMap(({ way, script, limit }) => [
      limit === undefined ? held('R4', way, script) : limited(limit, 'R4', way, script),
      harmless('R4', `${way}, nothing secret`, `export SOURCE=plain; ${script}`),
    ]),
    ...CONNECTIONS.map(({ way, script }) => held('R4', way, script)),
    held('R4', 'the memory of another process', MEMORY),
    held('R4', 'command substitution', "bash -c 'x=$(cat sec.env); tryconnect 127.0.0.1 9'"),
    held(
      'R4',
      'a named pipe',
      "mkfifo f; cat sec.env > f & bash -c 'read l < f; sleep 0.1; tryconnect 127.0.0.1 9'; wait",
    ),
    held(
      'R4',
      'a file that is mapped',
      `python3 -c '
import mmap, os, socket
s = open("sec.env").read()
f = os.open("m", os.O_RDWR | os.O_CREAT); os.ftruncate(f, 4096)
m = mmap.mmap(f, 4096); m[0:len(s)] = s.encode()'; bash -c 'read l < m; tryconnect 127.0.0.1 9'`,
    ),
    held(
      'R4',
      'copy_file_range and sendfile',
      "cp --reflink=never sec.env a; bash -c 'read l < a; tryconnect 127.0.0.1 9'",
    ),
    limited(
      'socket-flow',
      'R4',
      'a socket that was open before',
      `python3 -c '
import socket, threading
srv = socket.create_server(("127.0.0.1", 0))
got = []
def serve():
    c, _ = srv.accept(); got.append(c.recv(100))
t = threading.Thread(target=serve); t.start()
s = socket.create_connection(srv.getsockname())
data = open("sec.env").read().encode()
try: s.sendall(data)
except OSError: pass
s.close(); t.join()
print("REACHED" if got[0] else "held")'`,
    ),
  ],
};

export const ATTACKS: readonly Attack[] = [RUN, WRITE, NET, VISITED, LEAVE, FLOW];
