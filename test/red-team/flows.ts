import type { LimitId } from '@rein/enforce';

/** R4: what a process that read a secret gives to one that did not, by channels that were there before. */

interface Channel {
  readonly way: string;
  readonly script: string;
  readonly limit?: LimitId;
}

const HEAD = `
import mmap, os, socket, sys, time
source = os.environ.get("SOURCE", "sec.env")
def reach(data):
    """Says REACHED when something came over and may leave."""
    if not data: return print("nothing came")
    try: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(("127.0.0.1", 9))
    except OSError: return print("refused")
    print("REACHED")
def secret(): return open(source, "rb").read()
def passing(give, take):
    """One process reads the secret and gives it; the other takes it and connects. What could not be given is
    not waited for: a copy of its end may stay open."""
    taker = os.fork()
    if taker == 0:
        try: reach(take())
        except OSError as error: print("held", error)
        sys.stdout.flush(); os._exit(0)
    try: give()
    except OSError as error: print("held", error); os.kill(taker, 9)
    sys.stdout.flush(); os.wait()
`;

/** Says by the name of a folder, which carries no label, where the other process finds what it takes. */
const FOUND = `
def tell(number): os.mkdir(f"at-{number}")
def told():
    for _ in range(600):
        for name in os.listdir("."):
            if name.startswith("at-"): return int(name[3:])
        time.sleep(0.1)
def of_parent(name): return os.open(f"/proc/{os.getppid()}/{name}", os.O_RDONLY)
`;

const flow = (body: string): string => `cat > flow.py <<'PY'\n${HEAD}${body}\nPY\npython3 flow.py`;

/** A server in a process that knows nothing, which tells what reaches it; with where it is. */
const SERVER = `
import signal
def serve(backlog, ready):
    srv = socket.create_server(("127.0.0.1", 0), backlog=backlog)
    server = os.fork()
    if server == 0:
        try:
            ready(srv)
            c, _ = srv.accept(); c.settimeout(10); got = c.recv(100)
        except OSError: got = b""
        print("REACHED" if got else "held"); sys.stdout.flush(); os._exit(0)
    at = srv.getsockname(); srv.close()
    return server, at
def leave(s):
    try: s.sendall(secret())
    except OSError as error: print("held", error); os.kill(server, 9)
`;

/** R4: a connection that one process makes, or that is made, before it is known what leaves by it. */
export const CONNECTIONS: readonly Channel[] = [
  {
    way: 'a connection that is passed on',
    script: flow(`${SERVER}
server, at = serve(5, lambda srv: srv.settimeout(10))
a, b = socket.socketpair()
giver = os.fork()
if giver == 0:
    made = socket.create_connection(at)
    try: socket.send_fds(b, [b"x"], [made.fileno()])
    except OSError as error: print("held", error)
    sys.stdout.flush(); os._exit(0)
os.waitpid(giver, 0); b.close(); learnt = secret()
_, fds, _, _ = socket.recv_fds(a, 1, 1)
if fds: leave(socket.socket(fileno=fds[0]))
else: os.kill(server, 9)
os.wait()`),
  },
  {
    way: 'a connection that another process makes',
    script: flow(`${SERVER}
server, at = serve(5, lambda srv: srv.settimeout(10))
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
s = socket.socket(); other = os.fork()
if other == 0:
    signal.sigwait([signal.SIGUSR1])
    try: s.connect(at)
    except OSError as error: print("held", error); os.kill(server, 9)
    sys.stdout.flush(); os._exit(0)
learnt = secret(); os.kill(other, signal.SIGUSR1); os.waitpid(other, 0)
leave(s); s.close(); os.waitpid(server, 0)`),
  },
  {
    way: 'a connection that is under way',
    script: flow(`${SERVER}
import select
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
def full(srv):
    signal.sigwait([signal.SIGUSR1]); srv.accept()[0].close(); srv.settimeout(10)
server, at = serve(0, full)
filler = socket.create_connection(at)
s = socket.socket(); s.setblocking(False)
try: s.connect(at)
except BlockingIOError: pass
learnt = secret(); os.kill(server, signal.SIGUSR1)
select.select([], [s], [], 10); leave(s); s.close(); os.waitpid(server, 0)`),
  },
];

/** The channels, each by a script that uses it; `SOURCE` names what is read instead of the secret. */
export const CHANNELS: readonly Channel[] = [
  {
    way: 'a socketpair',
    limit: 'socket-flow',
    script: flow(`
a, b = socket.socketpair()
def give(): b.close(); a.sendall(secret()); a.close()
def take(): a.close(); return b.recv(100)
passing(give, take)`),
  },
  {
    way: 'a unix socket that was connected before',
    limit: 'socket-flow',
    script: flow(`
srv = socket.socket(socket.AF_UNIX); srv.bind("sock"); srv.listen()
a = socket.socket(socket.AF_UNIX); a.connect("sock"); b, _ = srv.accept(); srv.close()
def give(): b.close(); a.sendall(secret()); a.close()
def take(): a.close(); return b.recv(100)
passing(give, take)`),
  },
  {
    way: 'a descriptor that is passed on',
    script: flow(`
a, b = socket.socketpair()
def give():
    f = os.open(source, os.O_RDONLY)
    socket.send_fds(a, [b"x"], [f]); a.close()
def take():
    a.close(); _, fds, _, _ = socket.recv_fds(b, 1, 1)
    return os.read(fds[0], 100) if fds else b""
passing(give, take)`),
  },
  {
    way: 'memory that was shared before',
    limit: 'shared-memory',
    script: flow(`
m = mmap.mmap(-1, 4096)
def give():
    data = secret(); m[1:1 + len(data)] = data; m[0] = len(data)
def take():
    for _ in range(600):
        if m[0]: break
        time.sleep(0.1)
    return m[1:1 + m[0]]
passing(give, take)`),
  },
  {
    way: 'a message queue',
    limit: 'shared-memory',
    script: `
q=$($P/queue new); $P/queue put $q "\${SOURCE:-sec.env}" || echo held
bash -c 'l=$($P/queue get '$q'); [ -n "$l" ] && tryconnect 127.0.0.1 9'`,
  },
  {
    way: 'the text of a link',
    limit: 'shared-memory',
    script: `
bash -c 'ln -s "$(cat "\${SOURCE:-sec.env}")" l' || echo held
bash -c 'l=$(readlink l); [ -n "$l" ] && tryconnect 127.0.0.1 9'`,
  },
  {
    way: 'a file in memory',
    script: flow(`
f = os.memfd_create("m"); r, w = os.pipe()
def give(): os.pwrite(f, secret(), 0); os.write(w, b"x")
def take(): os.read(r, 1); return os.pread(f, 100, 0)
passing(give, take)`),
  },
  {
    way: 'a file that was mapped before',
    limit: 'mapped-files',
    script: `
$P/mapped m "\${SOURCE:-sec.env}" || echo held
bash -c 'read l < m && [ -n "$l" ] && tryconnect 127.0.0.1 9'`,
  },
  {
    way: 'a pipe that was made later, through /proc',
    script: flow(`${FOUND}
def give(): data = secret(); r, w = os.pipe(); os.write(w, data); tell(r)
def take(): return os.read(of_parent(f"fd/{told()}"), 100)
passing(give, take)`),
  },
  {
    way: 'a file in memory that was made later, through /proc',
    script: flow(`${FOUND}
def give(): data = secret(); f = os.memfd_create("m"); os.write(f, data); tell(f)
def take(): return os.read(of_parent(f"fd/{told()}"), 100)
passing(give, take)`),
  },
  {
    way: 'splice into a pipe',
    limit: 'splice-flow',
    script: flow(`
r, w = os.pipe()
def give(): os.splice(os.open(source, os.O_RDONLY), w, 100); os.close(w)
def take(): os.close(w); return os.read(r, 100)
passing(give, take)`),
  },
  {
    way: 'sendfile into a pipe',
    limit: 'splice-flow',
    script: flow(`
r, w = os.pipe()
def give(): os.sendfile(w, os.open(source, os.O_RDONLY), 0, 100); os.close(w)
def take(): os.close(w); return os.read(r, 100)
passing(give, take)`),
  },
];

/** R4: a `bytes` of Python has its content behind the address that is its id. */
export const MEMORY = flow(`${FOUND}
kept = []
def give(): kept.append(secret()); tell(id(kept[0]))
def take(): m = of_parent("mem"); return os.pread(m, 100, told())
passing(give, take)`);
