import type { Check } from './check.js';

const reach = (address: string): string =>
  `(exec 3<>/dev/udp/${address}/9) 2>/dev/null && echo REACHED || echo refused`;

/** What has no place in any folder is made and passed on between two of the run. */
const nameless = `
import os, socket

a, b = socket.socketpair()
reading, writing = os.pipe()
passed = [os.pidfd_open(os.getpid()), reading, writing, a.fileno()]
socket.send_fds(a, [b"x"], passed)
print(len(socket.recv_fds(b, 10, 9)[1]))
open("/dev/null", "w")
try:
    open("made", "w")
except PermissionError:
    print("refused")
`;

export const NAME_CHECKS: readonly Check[] = [
  {
    id: 'host-names',
    says: 'a host name that a policy spells out is looked up, and its addresses are held to the rule',
    policies: {
      names: 'rule no-name:\n  block connect "here.test"\n  because "name"',
      only: 'rule only-name:\n  block connect any unless target "here.test"\n  because "name"',
    },
    script: `
# No name server is there to be asked, and without this file one would be.
echo 'hosts: files' > /etc/nsswitch.conf; echo '127.0.0.77 here.test' >> /etc/hosts
cat > reach.sh <<'SH'
${reach('127.0.0.77')}
${reach('127.0.0.78')}
SH
expect 'refused REACHED' "$(echo $(govern names -- bash reach.sh 2>/dev/null))" blocked
expect 'REACHED refused' "$(echo $(govern only -- bash reach.sh 2>/dev/null))" only`,
  },
  {
    id: 'nameless',
    everyday: true,
    says: 'a rule about every file that is written is not about pidfds, pipes and sockets, made or passed on',
    policies: {
      none: 'rule none:\n  block write "**" unless target "/dev/null"\n  because "none"',
    },
    script: `
cat > nameless.py <<'PY'
${nameless}
PY
expect '4 refused' "$(echo $(govern none -- python3 nameless.py 2>/dev/null))" nameless`,
  },
];
