/** Being reached: a server that must reach nobody, and a client that comes to it. R8. */

/** `serve KIND DOES`: accepts one connection and sends or receives over it, or says that it was held. */
export const SERVE = `#!/usr/bin/env python3
import socket, sys

kind, does = sys.argv[1:]
if kind == "unix":
    server = socket.socket(socket.AF_UNIX)
    server.bind("visited")
else:
    server = socket.socket()
    server.bind(("127.0.0.1", 0))
server.listen()
open("port", "w").write(str(kind == "unix" or server.getsockname()[1]))
try:
    peer, _ = server.accept()
    if does == "send":
        peer.sendall(b"REACHED")
    else:
        print(peer.recv(100).decode(), flush=True)
except PermissionError:
    print("held", flush=True)
`;

/** Visits it: receives what it sends, or sends what it receives. */
export const VISIT = `
import socket, sys

kind, does = sys.argv[1:]
port = open("port").read()
client = socket.socket(socket.AF_UNIX if kind == "unix" else socket.AF_INET)
client.connect("visited" if kind == "unix" else ("127.0.0.1", int(port)))
try:
    if does == "send":
        print(client.recv(100).decode())
    else:
        client.sendall(b"REACHED")
except ConnectionError:
    print("held")
`;

const KINDS = [
  ['tcp', 'send', 'answering a visitor'],
  ['tcp', 'receive', 'listening to a visitor'],
  ['unix', 'send', 'answering a visitor on a unix socket'],
  ['unix', 'receive', 'listening to a visitor on a unix socket'],
] as const;

/** How it is done by a server of the name given. */
export const VISITS = KINDS.map(([kind, does, way]) => ({
  way,
  script: (name: string): string => `
cp served ${name}; chmod +x ${name}; ./${name} ${kind} ${does} &
while [ ! -s port ]; do sleep 0.05; done
python3 visit.py ${kind} ${does}; wait`,
}));
