import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CODES, docsOf } from '../../src/index.js';

const root = new URL('../../../', import.meta.url);
const [page = ''] = docsOf('R1001').split('#');
const text = readFileSync(new URL(page, root), 'utf8');

it('explains every code under a heading of its own, in order', () => {
  const headings = [...text.matchAll(/^### (R[0-9]{4})$/gm)].map(([, code]) => code);
  expect(headings).toEqual(CODES.map(({ code }) => code));
});

it.each(CODES.map(({ code, title }) => ({ code, title })))(
  'calls $code what the table calls it',
  ({ code, title }) => {
    const section = text.slice(text.indexOf(`### ${code}\n`)).split(/\n##+ /)[0] ?? '';
    expect(section).toContain(`**${title}**`);
    expect(section.split('\n').length).toBeGreaterThan(4);
  },
);

it('writes messages as the house writes them', () => {
  for (const { title, code } of CODES) {
    expect(`${code} ${title}`).not.toMatch(/[.!?]$|^R[0-9]{4} [A-Z](?![A-Z])/);
  }
});
