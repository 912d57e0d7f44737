import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Leg } from './matrix.js';

const PAGE = fileURLToPath(new URL('../../docs/troubleshooting.md', import.meta.url));
const heading = '## What it says on other kernels';

const titles = {
  lsm: '`bpf` among the security modules',
  fmodret: 'without `bpf` among the security modules',
  supervisor: 'where the supervisor is chosen',
} as const satisfies Record<Leg['tier'], string>;

/** Writes the end of the troubleshooting page anew: what `rein doctor` said in each guest. */
export function writeDoctorPage(said: readonly (Leg & { doctor: string })[]): void {
  const page = readFileSync(PAGE, 'utf8');
  const before = page.split(`\n${heading}\n`)[0]?.trimEnd() ?? '';
  const guests = said.map(
    ({ kernel, tier, doctor }) =>
      `### Linux ${kernel}, ${titles[tier]}\n\n\`\`\`console\n$ rein doctor\n${doctor.trimEnd()}\n\`\`\`\n`,
  );
  const about =
    'Debian kernels in an emulated machine, as root. Made by `npm run test:kernel -- --page`.';
  writeFileSync(PAGE, `${before}\n\n${heading}\n\n${about}\n\n${guests.join('\n')}`);
}
