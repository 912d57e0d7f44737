import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Leg } from './matrix.js';

const PAGE = fileURLToPath(new URL('../../docs/troubleshooting.md', import.meta.url));
const heading = '\n## What it says on other kernels\n';
const about =
  'Debian kernels in an emulated machine, as root. Made by `npm run test:kernel -- --page`.\n';

const titles = {
  lsm: 'with `bpf` among the security modules',
  fmodret: 'without `bpf` among the security modules',
  supervisor: 'with `bpf`, played by the supervisor',
} as const satisfies Record<Leg['tier'], string>;

/** The guests that the page has, by title. */
function sectionsOf(text: string): Map<string, string> {
  const sections = text.split('\n### ').slice(1);
  return new Map(sections.map((section) => [section.split('\n')[0] ?? '', section.trimEnd()]));
}

/** Writes what `rein doctor` said in guests at the end of the troubleshooting page; other guests stay. */
export function writeDoctorPage(said: readonly (Leg & { doctor: string })[]): void {
  const [before = '', after = ''] = readFileSync(PAGE, 'utf8').split(heading);
  const sections = sectionsOf(after);
  for (const { kernel, tier, doctor } of said.filter((one) => one.doctor !== '')) {
    const title = `Linux ${kernel}, ${titles[tier]}`;
    sections.set(title, `${title}\n\n\`\`\`console\n$ rein doctor\n${doctor.trimEnd()}\n\`\`\``);
  }
  const shown = [...sections]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([, text]) => `\n### ${text}\n`);
  writeFileSync(PAGE, `${before.trimEnd()}\n${heading}\n${about}${shown.join('')}`);
}
