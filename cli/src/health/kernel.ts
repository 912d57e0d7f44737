import { accessSync, constants, readFileSync, statfsSync } from 'node:fs';
import { release } from 'node:os';
import type { Finding } from './finding.js';

const BPF_FS_MAGIC = 0xcafe4a11;
const LISTED_MAX = 200;

/** What the kernel tiers depend on, as facts; the engine's own trials say what comes of them. */
export function kernelFinding(): Finding {
  const facts = [
    release(),
    canRead('/sys/kernel/btf/vmlinux') ? 'BTF' : 'no BTF',
    `security modules ${securityModules() ?? 'not listed'}`,
    hasBpfFs() ? 'a bpf file system' : 'no bpf file system',
    process.geteuid?.() === 0 ? 'root' : 'not root',
  ];
  return { state: 'good', topic: 'kernel', detail: facts.join(', ') };
}

function canRead(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

/** The list as the kernel writes it; nothing where securityfs is not mounted. */
function securityModules(): string | undefined {
  try {
    return readFileSync('/sys/kernel/security/lsm', 'utf8').trim().slice(0, LISTED_MAX);
  } catch {
    return undefined;
  }
}

function hasBpfFs(): boolean {
  try {
    return statfsSync('/sys/fs/bpf').type === BPF_FS_MAGIC;
  } catch {
    return false;
  }
}
