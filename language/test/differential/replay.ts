/** The core behind its line protocol, which kernel/tests/replay/main.c documents. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { opBit } from '@rein/contract';
import { endpointKey } from '../../src/endpoint/key.js';
import { hostName } from '../../src/endpoint/matches.js';
import { utf8 } from '../../src/glob/utf8.js';
import type { ImageReader } from '../../src/lower/read-image.js';
import { atomsOf } from '../../src/lower/walk-image.js';
import type { Argv, Aspect, Event } from '../../src/model/event.js';
import type { Commit } from './spec.js';

const KERNEL = fileURLToPath(new URL('../../../kernel', import.meta.url));

/** The core as it is compiled: for the processor, and for the kernel. Both answer the same lines. */
export const CORES = {
  native: { make: ['build/rein-core-replay'], program: 'build/rein-core-replay' },
  bpf: { make: ['-f', 'bpf.mk', 'replay'], program: 'build/bpf/rein-bpf-replay' },
} as const;
export type Core = keyof typeof CORES;

/** Why the kernel cannot be asked to run the one that is compiled for it; undefined: it can. */
export function whyNoBpf(): string | undefined {
  const probe = spawnSync(join(KERNEL, 'build/rein-engine'), ['probe'], { encoding: 'utf8' });
  const observe = /"tier":"observe","ok":(true|false),"detail":"([^"]*)"/.exec(probe.stdout);
  return observe?.[1] === 'true' ? undefined : (observe?.[2] ?? 'no engine was built');
}

const OUTPUT_BYTES = 256 * 1024 * 1024;

/** The core as it is now, in a folder of its own: a build beside the test does not matter. */
export class Harness {
  private readonly folder = mkdtempSync(join(tmpdir(), 'rein-replay-'));
  private readonly program = join(this.folder, 'replay');
  private readonly image = join(this.folder, 'image');

  constructor(core: Core) {
    const { make, program } = CORES[core];
    const made = spawnSync('make', ['-C', KERNEL, ...make], { encoding: 'utf8' });
    if (made.status !== 0) throw new Error(`the replay harness does not build\n${made.stderr}`);
    copyFileSync(join(KERNEL, program), this.program);
  }

  /** The answers to the commands, one line each. */
  replay(image: Uint8Array, commands: readonly string[]): readonly string[] {
    if (commands.length === 0) return [];
    writeFileSync(this.image, image);
    const input = `${commands.join('\n')}\n`;
    const options = { input, encoding: 'utf8', maxBuffer: OUTPUT_BYTES } as const;
    const run = spawnSync(this.program, [this.image], options);
    if (run.status !== 0) throw new HarnessFault(`${run.error?.message ?? ''}${run.stderr}`);
    return run.stdout.split('\n').slice(0, -1);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** The harness did not answer: that says nothing about what the core would have said. */
export class HarnessFault extends Error {}

/** Numbers for objects, in the order in which they are first met. */
export class Objects {
  private readonly numbers = new Map<string, number>();

  of(object: string): number {
    const known = this.numbers.get(object);
    if (known !== undefined) return known;
    const number = this.numbers.size + 1;
    this.numbers.set(object, number);
    return number;
  }
}

/** The command for an event: a line, and one for each aspect. */
export function eventCommand(
  event: Event,
  commit: Commit,
  image: ImageReader,
  objects: Objects,
): string {
  const argv = event.argv;
  const words = [event.process, commit, argv?.truncated ? 1 : 0, argsWord(argv), scriptWord(argv)];
  const aspects = event.aspects.map((aspect) => aspectLine(aspect, image, objects));
  return [`event ${words.join(' ')} ${aspects.length}`, ...aspects].join('\n');
}

function argsWord(argv: Argv | null): string {
  if (argv === null) return '-';
  const whole = argv.tokens.map((token) => `${hex(token)}00`).join('');
  return `${whole}${argv.cut === undefined ? '' : hex(argv.cut)}` || '-';
}

function scriptWord(argv: Argv | null): string {
  return argv?.script === undefined ? '-' : hex(argv.script) || '-';
}

function aspectLine({ ops, target, object }: Aspect, image: ImageReader, objects: Objects): string {
  const mask = ops.reduce((bits, op) => bits | opBit(op), 0);
  const isFile = target.kind === 'file';
  const names = isFile ? target.names : [endpointKey(target.address)];
  const atoms = isFile
    ? []
    : target.hosts.flatMap((host) => atomsOf(image, 'host', utf8(hostName(host))));
  const words = [
    mask,
    isFile ? 0 : 1,
    isFile && target.tree ? 1 : 0,
    objects.of(object),
    names.map(hex).join(','),
    [...new Set(atoms)].join(',') || '-',
  ];
  return `aspect ${words.join(' ')}`;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
