import { CAPABILITY_LIMITS } from './capability.js';

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  B: 1,
  KB: 1000,
  MB: 1000 ** 2,
  GB: 1000 ** 3,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
};

/** `4096`, `64KiB`, `1 MB` in bytes; undefined when it is no size from 0 to the largest. */
export function readSize(text: string): number | undefined {
  const [, number, unit = ''] = /^([0-9]{1,13}) ?([A-Za-z]{0,3})$/.exec(text) ?? [];
  const factor = UNITS[unit];
  if (number === undefined || factor === undefined) return undefined;
  const bytes = Number(number) * factor;
  return bytes <= CAPABILITY_LIMITS.bytes ? bytes : undefined;
}
