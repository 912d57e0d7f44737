import { expect, it } from 'vitest';
import {
  check,
  type Findings,
  parseInline,
  parsePolicyFile,
  renderCounts,
  renderHuman,
  toJsonFindings,
  toSarif,
} from '../../src/index.js';

const FILE = `version: 1
policy: |
  rule twice:
    deny exec "git" "pu\u0301sh"
  rule twice:
    block write "文/**" if NOBODY
    because ""
`;

function findings(text = FILE): Findings {
  const { diagnostics } = check(parsePolicyFile(text));
  return { name: 'my policy.yaml', text, diagnostics };
}

it('colours by role and puts nothing else around', () => {
  const painted = renderHuman(findings(), (role, text) => `<${role}>${text}</${role}>`);
  expect(painted).toContain(
    '<error>error[R1106]</error><message>: there is no effect `deny`</message>',
  );
  expect(painted).toContain('<place>my policy.yaml:4:5</place>');
  expect(painted).toContain('<help>help</help>: did you mean `block`?');
  expect(painted).toContain('<warning>^^^^^^^^^^</warning>');
  expect(painted.replace(/<\/?[a-z]+>/g, '')).toBe(renderHuman(findings()));
});

it('puts carets below what they are about, however wide it is', () => {
  const [line = '', carets = ''] = renderHuman(findings())
    .split('\n')
    .filter(
      (_, index, all) => /NOBODY$/.test(all[index] ?? '') || /NOBODY$/.test(all[index - 1] ?? ''),
    );
  // 文 takes two columns.
  expect(line.indexOf('NOBODY') + 1).toBe(carets.indexOf('^'));
  expect(carets).toMatch(/ \^{6}$/);
});

it('shows no byte of a file that acts on a terminal', () => {
  const text = 'version: 1\npolicy: |\n  rule r:\n    blok exec "\u001b[31m\u202e\u009b2J"\n';
  const shown = renderHuman({ ...findings(text), name: 'a\u001b]0;x\u0007.yaml' });
  expect(shown).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
});

it('says how many were not kept', () => {
  const text = `rule r:\n${'block exec x\n'.repeat(1000)}`;
  const { diagnostics, dropped } = check(parseInline(text));
  expect(diagnostics).toHaveLength(200);
  expect(dropped).toBe(800);
  expect(renderHuman({ name: 'x', text, diagnostics, dropped })).toMatch(/\n… and 800 more\n$/);
});

it('counts', () => {
  expect(renderCounts(findings().diagnostics)).toBe('3 errors, 1 warning');
  expect(renderCounts([])).toBe('');
});

it('gives programs places, fixes and pages', () => {
  const json = toJsonFindings(findings());
  expect(json).toMatchObject({ file: 'my policy.yaml', errors: 3, warnings: 1, dropped: 0 });
  expect(json.diagnostics[0]).toEqual({
    code: 'R1106',
    severity: 'error',
    message: 'there is no effect `deny`',
    help: 'did you mean `block`?',
    span: {
      start: { line: 4, column: 5, offset: 39 },
      end: { line: 4, column: 9, offset: 43 },
    },
    fix: {
      text: 'block',
      span: {
        start: { line: 4, column: 5, offset: 39 },
        end: { line: 4, column: 9, offset: 43 },
      },
    },
    docs: 'docs/reference/codes/language.md#r1106',
  });
  expect(json.diagnostics[1]?.related).toMatchObject([
    { message: 'the first one', span: { start: { line: 3, column: 8 } } },
  ]);
});

it('writes SARIF with the codes that occur', () => {
  const log = toSarif([findings(), { ...findings('version: 1\n'), name: 'b.yaml' }], '1.2.3');
  const [run] = log.runs;
  expect(run?.tool.driver).toMatchObject({ name: 'rein', version: '1.2.3' });
  const ids = run?.tool.driver.rules.map(({ id }) => id) ?? [];
  expect(ids).toEqual(['R1106', 'R2015', 'R3001', 'R3002', 'R3102']);
  for (const { ruleId, ruleIndex } of run?.results ?? []) expect(ids[ruleIndex]).toBe(ruleId);
  expect(run?.results.map(({ level }) => level)).toEqual([
    'error',
    'error',
    'error',
    'warning',
    'error',
  ]);
  expect(run?.results[0]?.locations).toEqual([
    {
      physicalLocation: {
        artifactLocation: { uri: 'my%20policy.yaml' },
        region: { startLine: 4, startColumn: 5, endLine: 4, endColumn: 9 },
      },
    },
  ]);
});
