import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CpioEntry } from './cpio.js';
import { startedMark, statusMark, writeInitramfs } from './initramfs.js';
import { type KernelVersion, kernelImage } from './kernels.js';

export interface Guest {
  kernel: KernelVersion;
  /** Whether `bpf` is in the kernel's LSM list; without it only fmod_ret can refuse. */
  bpfLsm: boolean;
  /** A shell script; its output and status are the result. */
  script: string;
  files: readonly CpioEntry[];
  /** The clock of the guest counts its instructions, one for a nanosecond, on one processor: what is
   * timed then does not depend on what else this machine does. */
  counted?: boolean;
  /** The guest is ended after this long. */
  timeoutMs: number;
  /** Kernel messages and boot, for a person to look at. */
  onConsole?: (text: string) => void;
}

export interface GuestResult {
  /** What the script printed. */
  output: string;
  /** The script's exit status; undefined when the guest ended without saying it. */
  status: number | undefined;
  console: string;
  tookMs: number;
}

const memoryMiB = 1536;
/** Of the disk at `/disk`; sparse, so it costs what is written. */
const diskBytes = 64 * 1024 * 1024;

/** What a guest boots from and writes to, by the names of files in one folder. */
function qemuArgs(guest: Guest, at: (name: string) => string): string[] {
  const lsm = `lsm=landlock,lockdown,yama${guest.bpfLsm ? ',bpf' : ''}`;
  const clock = guest.counted
    ? ['-accel', 'tcg,thread=single', '-icount', 'shift=0,sleep=off', '-smp', '1']
    : ['-accel', 'tcg,thread=multi', '-smp', '2'];
  return [
    // Nested KVM hangs or aborts on some hosts; emulation is slower and always works.
    ...[...clock, '-cpu', 'max', '-m', String(memoryMiB)],
    ...['-display', 'none', '-monitor', 'none', '-no-reboot', '-nic', 'none'],
    // Where inodes are evicted, which those of an initramfs never are. Its driver is built in.
    ...['-drive', `file=${at('disk')},if=none,id=disk,format=raw`],
    ...['-device', 'nvme,drive=disk,serial=rein'],
    ...['-serial', `file:${at('console')}`, '-serial', `file:${at('output')}`],
    ...['-kernel', kernelImage(guest.kernel), '-initrd', at('initramfs')],
    ...['-append', `console=ttyS0 panic=-1 quiet ${lsm}`],
  ];
}

/** Runs qemu below what a person does meanwhile, and ends it, and only it, when time is up. */
function runQemu(args: readonly string[], timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('nice', ['-n', '5', 'qemu-system-x86_64', ...args], { stdio: 'ignore' });
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function parseOutput(text: string): { output: string; status: number | undefined } {
  const said = text.slice(text.indexOf('\n') + 1);
  const at = said.lastIndexOf(`\n${statusMark} `);
  if (at < 0) return { output: said, status: undefined };
  const status = Number.parseInt(said.slice(at + statusMark.length + 2), 10);
  return { output: said.slice(0, at), status: Number.isNaN(status) ? undefined : status };
}

/**
 * Emulated processors that run side by side now and then stumble over the kernel's patches to its own
 * code as it boots. Such a guest is booted again, but only while nothing of ours has run in it.
 */
const bootsMax = 3;

async function bootWhole(guest: Guest, at: (name: string) => string): Promise<string> {
  for (let boots = 1; ; boots++) {
    writeFileSync(at('disk'), '');
    truncateSync(at('disk'), diskBytes);
    await runQemu(qemuArgs(guest, at), guest.timeoutMs);
    const said = readFileSync(at('output'), 'utf8');
    if (said.startsWith(startedMark) || boots === bootsMax) return said;
    process.stderr.write(`Linux ${guest.kernel} did not boot; trying again\n`);
  }
}

/** Boots a Debian kernel with an initramfs of its own, runs the script and collects its result. */
export async function bootGuest(guest: Guest): Promise<GuestResult> {
  const startedMs = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'rein-guest-'));
  const at = (name: string): string => join(folder, name);
  try {
    writeInitramfs(at('initramfs'), guest.script, guest.files);
    const said = await bootWhole(guest, at);
    const console = readFileSync(at('console'), 'utf8');
    guest.onConsole?.(console);
    return { ...parseOutput(said), console, tookMs: performance.now() - startedMs };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
