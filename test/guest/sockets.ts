import type { Check } from './check.js';

/** How bytes go from a process that read a file to one that did not; most wait for them. */
const kinds = [
  'pair',
  'dgram-pair',
  'unix',
  'unix-dgram',
  'tcp',
  'tcp-back',
  'udp',
  'pipe',
  'splice',
  'vmsplice',
  'fd',
  'connected-before',
];

const program = `
import ctypes, os, socket, sys

kind, path = sys.argv[1:]
libc = ctypes.CDLL(None)


def reach():
    try:
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(("127.0.0.1", 9))
        return "REACHED"
    except PermissionError:
        return "refused"


def fork(receive):
    pid = os.fork()
    if pid == 0:
        receive()
        print(reach(), flush=True)
        os._exit(0)
    return pid


def asleep(pid):
    while open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()[0] != "S":
        pass


def secret():
    return open(path, "rb").read()


if kind == "pair":
    a, b = socket.socketpair()
    child = fork(lambda: (a.close(), b.recv(100)))
    asleep(child)
    a.sendall(secret())
elif kind == "dgram-pair":
    a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    child = fork(lambda: b.recv(100))
    os.write(a.fileno(), secret())
elif kind == "unix":
    s = socket.socket(socket.AF_UNIX)
    s.bind("\\0rein-flow-" + str(os.getpid()))
    s.listen()
    child = fork(lambda: s.accept()[0].recv(100))
    c = socket.socket(socket.AF_UNIX)
    c.connect(s.getsockname())
    c.sendall(secret())
elif kind == "unix-dgram":
    s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    s.bind("\\0rein-gram-" + str(os.getpid()))
    child = fork(lambda: s.recv(100))
    socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(secret(), s.getsockname())
elif kind == "tcp":
    s = socket.create_server(("127.0.0.1", 0))
    child = fork(lambda: s.accept()[0].recv(100))
    c = socket.create_connection(s.getsockname())
    c.sendall(secret())
elif kind == "tcp-back":
    s = socket.create_server(("127.0.0.1", 0))
    child = fork(lambda: socket.create_connection(s.getsockname()).recv(100))
    s.accept()[0].sendall(secret())
elif kind == "udp":
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind(("0.0.0.0", 0))
    child = fork(lambda: s.recv(100))
    asleep(child)
    data = secret()
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(data, ("127.0.0.1", s.getsockname()[1]))
elif kind == "pipe":
    r, w = os.pipe()
    child = fork(lambda: os.read(r, 100))
    asleep(child)
    os.write(w, secret())
elif kind == "splice":
    r, w = os.pipe()
    child = fork(lambda: os.read(r, 100))
    os.splice(os.open(path, os.O_RDONLY), w, 100)
elif kind == "vmsplice":
    r, w = os.pipe()
    child = fork(lambda: os.read(r, 100))
    data = ctypes.create_string_buffer(secret())
    vector = (ctypes.c_void_p * 2)(ctypes.addressof(data), len(data))
    assert libc.vmsplice(w, vector, 1, 0) > 0
elif kind == "fd":
    a, b = socket.socketpair()
    child = fork(lambda: os.pread(socket.recv_fds(b, 1, 1)[1][0], 100, 0))
    memory = os.memfd_create("m")
    os.write(memory, secret())
    socket.send_fds(a, [b"x"], [memory])
elif kind == "connected-before":
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.connect(("127.0.0.1", 9))
    secret()
    try:
        s.send(b"x")
        print("REACHED", flush=True)
    except PermissionError:
        print("refused", flush=True)
    sys.exit()
os.waitpid(child, 0)
`;

/**
 * Each way twice in one run: with the secret, and with a file that is none. The shell between them
 * must not read what they print: it would carry the label too.
 */
export const SOCKET_CHECKS: readonly Check[] = [
  {
    id: 'flow-sockets',
    everyday: true,
    says: 'labels cross sockets, waits, splices and descriptors that are passed on',
    tiers: ['lsm', 'fmodret'],
    policies: {
      flows: `source SECRET = file "$D/sec.env"
rule no-exfil:
  block connect "127.0.0.1:9" if SECRET
  because "secrets stay"`,
    },
    script: `
echo KEY=1 > sec.env; echo plain > plain
cat > sockets.py <<'PY'
${program}
PY
# The shell that starts them must not read what they say, or it would carry their label.
cat > ways.sh <<'SH'
for kind in ${kinds.join(' ')}; do for file in sec.env plain; do
  python3 sockets.py $kind $file > said-$kind-$file
done; done
SH
for kind in ${kinds.join(' ')}; do echo "$kind refused"; echo "$kind REACHED"; done > wanted
govern flows -- bash ways.sh 2>/dev/null
for kind in ${kinds.join(' ')}; do for file in sec.env plain; do
  echo "$kind $(cat said-$kind-$file)"
done; done > found
expect "$(cat wanted)" "$(cat found)" ways`,
  },
];
