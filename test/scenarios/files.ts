/** F1 to F8: labels belong to the object, not to the name. */
import { halves, type Scenario } from './scenario.js';

const POLICY = `
source SECRET = file "**/sec.env"
rule no-exfil:
  block connect any if SECRET
  because "secrets must not leave the machine"
`;
const CONNECT = 'tryconnect 127.0.0.1 9';
/** A process that reads a file and then connects. */
const reader = (name: string): string => `bash -c 'read l < ${name}; ${CONNECT}'`;
/** out.json made of the secret by a process that is gone. */
const DERIVED = "bash -c 'cat sec.env > out.json'";
const files = { 'sec.env': 'KEY=1\n', control: 'plain\n' };

/** The rename syscall itself; `mv` may fall back to copying, which would be reading. */
const SWAP = `mv --exchange out.json control 2>/dev/null || python3 -c '
import ctypes, sys
libc = ctypes.CDLL(None, use_errno=True)
sys.exit(0 if libc.renameat2(-100, b"out.json", -100, b"control", 2) == 0 else 1)'`;

export const FILE_SCENARIOS: readonly Scenario[] = [
  {
    id: 'F1',
    says: 'the source label of a file follows a rename',
    policy: POLICY,
    rule: 'no-exfil',
    files,
    stopped: halves(`mv sec.env other; ${reader('other')}`),
    passes: halves(`mv sec.env other; ${reader('control')}`),
  },
  {
    id: 'F2',
    says: 'renaming is not reading',
    policy: POLICY,
    rule: 'no-exfil',
    files,
    stopped: halves(`bash -c 'mv sec.env other; read l < other; ${CONNECT}'`),
    passes: halves(`bash -c 'mv sec.env other; ${CONNECT}'`),
  },
  {
    id: 'F3',
    says: 'a derived label follows a rename',
    policy: POLICY,
    rule: 'no-exfil',
    files,
    stopped: halves(`${DERIVED}; mv out.json moved; ${reader('moved')}`),
    passes: halves(`${DERIVED}; mv out.json moved; ${reader('control')}`),
  },
  {
    id: 'F4',
    says: 'writing alone neither taints the writer nor clears the file',
    policy: POLICY,
    rule: 'no-exfil',
    files,
    stopped: halves(`${DERIVED}; bash -c 'echo more >> out.json'; ${reader('out.json')}`),
    passes: halves(`${DERIVED}; bash -c 'echo more >> out.json; ${CONNECT}'`),
  },
  {
    id: 'F5',
    says: 'a rename that fails changes nothing',
    policy: POLICY,
    rule: 'no-exfil',
    files: { ...files, 'full/x': 'x\n' },
    stopped: halves(`${DERIVED}; mv -T out.json full 2>/dev/null; ${reader('out.json')}`),
    passes: halves(`${DERIVED}; mv -T out.json full 2>/dev/null; ${reader('full/x')}`),
  },
  {
    id: 'F6',
    says: 'a write rule sees every way to write',
    policy: `
rule keep:
  block write "$D/kept/**"
  because "kept/ is read-only"
`,
    rule: 'keep',
    files: { 'kept/a': 'x\n', src: 'y\n' },
    stopped: halves(
      'echo y > kept/a && echo REACHED',
      'echo y > kept/new && echo REACHED',
      'truncate -s 0 kept/a && echo REACHED',
      'cp src kept/b && echo REACHED',
      'ln src kept/c && echo REACHED',
      'ln -s src kept/d && echo REACHED',
      'mkdir kept/e && echo REACHED',
      'chmod 600 kept/a && echo REACHED',
      'touch -d yesterday kept/a && echo REACHED',
      'mv kept/a away && echo REACHED',
      'mv src kept/f && echo REACHED',
      'mv kept away && echo REACHED',
      'rm -f kept/a; [ -e kept/a ] || echo REACHED',
      'ln kept/a out && echo REACHED',
      'dd if=src of=kept/a conv=notrunc 2>/dev/null && echo REACHED',
    ),
    passes: halves('cat kept/a && echo REACHED', 'mkdir other && mv src other/ && echo REACHED'),
  },
  {
    id: 'F7',
    says: 'a rename over a labelled file leaves the label with the old object',
    policy: POLICY,
    rule: 'no-exfil',
    files,
    stopped: halves(`${DERIVED}; ln out.json kept; mv control out.json; ${reader('kept')}`),
    passes: halves(`${DERIVED}; mv control out.json; ${reader('out.json')}`),
  },
  {
    id: 'F8',
    says: 'an exchange swaps the objects, the labels stay with them',
    policy: POLICY,
    rule: 'no-exfil',
    files,
    stopped: halves(`${DERIVED}; ${SWAP}; ${reader('control')}`),
    passes: halves(`${DERIVED}; ${SWAP}; ${reader('out.json')}`),
  },
];
