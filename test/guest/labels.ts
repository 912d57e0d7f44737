import type { Check } from './check.js';

/** What `reind` does when it writes a file for a run, with frames of its own making. */
const DRIVE = `import os, socket, struct, subprocess, sys
tier, image, folder = sys.argv[1:4]
os.mkdir(folder, 0o700)
def frame(kind, payload=b""):
    return struct.pack("<II", len(payload), kind) + payload
def answer(sock):
    size, kind = struct.unpack("<II", sock.recv(8, socket.MSG_WAITALL))
    return kind, sock.recv(size, socket.MSG_WAITALL) if size else b""
def until(sock, wanted):
    kind, payload = answer(sock)
    while kind != wanted:
        if kind == 6: sys.exit(payload.decode())
        kind, payload = answer(sock)
    return payload
def label(path):
    control = socket.socket(socket.AF_UNIX)
    control.connect(folder + "/control.sock")
    control.sendall(frame(115, path.encode() + b"\\0"))
    return answer(control)[1].decode()
def written(name):
    with open(name + ".new", "w") as file:
        print(label("/proc/%d/fd/%d" % (os.getpid(), file.fileno())))
        file.write("x\\n")
    os.rename(name + ".new", name)
ours, theirs = socket.socketpair()
boss, hands = socket.socketpair()
fds = (theirs.fileno(), hands.fileno())
subprocess.Popen(["/usr/lib/node_modules/rein/engine/rein-engine", "run", "--fd", str(fds[0]),
    "--run-dir", folder, "--ask", "deny", "--tier", tier, "--protect-pid", str(os.getpid()),
    "--starter", str(fds[1]), "--", "bash", "reader.sh"], pass_fds=fds)
theirs.close(); hands.close()
ours.sendall(frame(101, open(image, "rb").read()))
until(ours, 1)
ours.sendall(frame(102))
until(ours, 2)
written("clean")
boss.sendall(frame(124, struct.pack("<I", 1) + b"secret\\0"))
assert until(boss, 24) == struct.pack("<Ii", 1, 0)
written("out")
print(label("/dev/null"))
boss.close()
until(ours, 5)
`;

export const LABEL_CHECKS: readonly Check[] = [
  {
    id: 'label',
    says: 'a file that is written for a run carries what its starter does, under no rule’s eyes; before that it carries nothing',
    policies: {},
    images: {
      flow: `source SECRET = file "$D/secret"
rule no-new-files:
  block write "$D/*.new"
  because "nobody of the run writes it"
rule no-leak:
  block write "$D/leak-*" if SECRET
  because "secret"`,
    },
    script: `
echo x > secret
cat > reader.sh <<'SH'
for name in clean out; do
  until [ -e $name ]; do sleep 0.1; done
  read line < $name
  (echo > leak-$name) 2>/dev/null && echo reached || echo refused
done > said
SH
cat > drive.py <<'PY'
${DRIVE}PY
python3 drive.py "$TIER" flow.img "$P/labelled" > answers
expect 'reached refused' "$(echo $(cat said))" reader
expect '{"ok":true} {"ok":true} no such file' "$(echo $(sed 's/.*"there is \\(no such file\\)".*/\\1/' answers))" answers`,
  },
];
