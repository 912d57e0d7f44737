import { SetupFailure } from '../setup/run.js';
import { ensureGuestPackages } from '../setup/system.js';
import { type KernelVersion, kernelImage } from './kernels.js';

/** Fetches what booting a kernel needs. Returns why it cannot be had; nothing when all is there. */
export function makeReady(kernels: readonly KernelVersion[]): string | undefined {
  if (process.arch !== 'x64') return `guests are x86-64 and this machine is ${process.arch}`;
  try {
    ensureGuestPackages();
    for (const kernel of kernels) kernelImage(kernel);
    return undefined;
  } catch (error) {
    if (error instanceof SetupFailure || error instanceof Error) return error.message;
    throw error;
  }
}
