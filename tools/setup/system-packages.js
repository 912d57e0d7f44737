/**
 * @typedef {object} SystemPackage
 * @property {string} debian name of the package in Debian and Ubuntu
 * @property {string} [command] a program that must be on PATH
 * @property {string} [library] a file that `gcc -print-file-name` must find
 * @property {string} reason
 */

/**
 * What the machine must have besides Node, and the only list of it.
 *
 * A row is present when its command is on PATH or the compiler finds its library; so a machine that
 * is not Debian, or has its tools from elsewhere, is not told to install them.
 *
 * @type {readonly SystemPackage[]}
 */
export const systemPackages = [
  { debian: 'gcc', command: 'gcc', reason: 'compiles the engine' },
  { debian: 'g++', command: 'g++', reason: 'compiles the database binding where Node has none' },
  { debian: 'make', command: 'make', reason: 'builds the engine, and only what changed' },
  { debian: 'libc6-dev', library: 'libc.a', reason: 'the engine is one static program' },
  { debian: 'clang', command: 'clang', reason: 'compiles the hooks of the kernel tiers' },
  { debian: 'libbpf-dev', library: 'libbpf.a', reason: 'loads the hooks' },
  { debian: 'libelf-dev', library: 'libelf.a', reason: 'libbpf reads them with it' },
  { debian: 'zlib1g-dev', library: 'libz.a', reason: 'libelf unpacks sections with it' },
  { debian: 'git', command: 'git', reason: 'tests and the demo govern a real git' },
  {
    debian: 'python3',
    command: 'python3',
    reason: 'tests and the demo govern a real python, and node-gyp is in it',
  },
];

/**
 * What a guest needs besides: fetched when one is to be booted, since building does without.
 *
 * @type {readonly SystemPackage[]}
 */
export const guestPackages = [
  { debian: 'qemu-system-x86', command: 'qemu-system-x86_64', reason: 'boots other kernels' },
  { debian: 'busybox-static', command: 'busybox', reason: 'is the system of a guest' },
];

/**
 * What measuring in a guest needs besides that.
 *
 * @type {readonly SystemPackage[]}
 */
export const benchPackages = [
  { debian: 'tcc', command: 'tcc', reason: 'compiles the files of the build that is measured' },
];
