import { relative } from 'node:path';
import { tiersHere } from '@rein/govern';
import { renderCounts, renderHuman, toJsonFindings, toSarif } from '@rein/language';
import { Command } from 'commander';
import { EXIT } from '../exit-codes.js';
import { CliFault, cliFault } from '../fault.js';
import { type Examined, examine, type Verdict } from '../policy/examine.js';
import { explanationOf, explanationText } from '../policy/explanation.js';
import { chooseSource, fileSource, type PolicySource } from '../policy/load.js';
import { expectShortLife } from '../short-lived.js';
import { paintFor } from '../terminal/diagnostic-paint.js';
import { reportFailure } from '../terminal/failure.js';
import { foreign } from '../terminal/foreign.js';
import { out } from '../terminal/streams.js';
import { type Colors, colorsFor } from '../terminal/style.js';
import { count } from '../terminal/words.js';
import { VERSION } from '../version.js';

interface Options {
  readonly rule?: string;
  readonly json?: true;
  readonly sarif?: true;
  readonly explain?: true;
  readonly strict?: true;
}

export function define(name: string): Command {
  return new Command(name)
    .description(
      'Check policies: whether they are valid, what they do, and what of it this machine can enforce. Needs no privilege and runs nothing.',
    )
    .argument('[FILE...]', 'policy files; else the one `rein run` would use')
    .option('--rule <TEXT>', 'a policy on the command line')
    .option('--explain', 'say in plain words what each clause does')
    .option('--strict', 'warnings, and clauses that cannot be enforced here, count as errors')
    .option('--json', 'one JSON object per file and line')
    .option('--sarif', 'one SARIF 2.1.0 log, for code hosts')
    .addHelpText(
      'after',
      `
Exit code 0 when every file is valid, 1 when one is not.

Examples:
  $ rein check
  $ rein check --explain rein.yaml
  $ rein check --strict --json policies/*.yaml
  $ rein check --rule 'rule r: block exec "git" "push"'`,
    )
    .action(check);
}

async function check(files: string[], options: Options): Promise<void> {
  expectShortLife();
  const { json, sarif, strict } = options;
  if (json === true && sarif === true) {
    throw cliFault('exclusive-options', { one: '--json', other: '--sarif' });
  }
  const sources = sourcesOf(files, options);
  const probing = tiersHere();
  const found: Examined[] = [];
  for (const { name, source } of sources) {
    try {
      const examined = await examine(name, source(), probing);
      if (sarif !== true)
        out(json === true ? jsonLine(examined, options) : words(examined, options));
      found.push(examined);
    } catch (error) {
      // A file that cannot be read does not keep the others from being checked.
      if (!(error instanceof CliFault)) throw error;
      if (json === true) out(unreadLine(name, error));
      process.exitCode = reportFailure(error);
    }
  }
  if (sarif === true) {
    out(
      `${JSON.stringify(
        toSarif(
          found.map(({ findings }) => findings),
          VERSION,
        ),
        null,
        2,
      )}\n`,
    );
  }
  if (found.some((examined) => isBad(examined, strict === true))) process.exitCode = EXIT.no;
}

interface Named {
  readonly name: string;
  readonly source: () => PolicySource;
}

function sourcesOf(files: readonly string[], { rule }: Options): Named[] {
  if (files.length > 0) {
    if (rule !== undefined) throw cliFault('exclusive-options', { one: 'FILE', other: '--rule' });
    return files.map((name) => ({ name, source: () => fileSource(name) }));
  }
  const source = chooseSource(rule === undefined ? {} : { rule });
  const name = source.kind === 'inline' ? '--rule' : relative(process.cwd(), source.path);
  return [{ name, source: () => source }];
}

function isBad({ verdict, findings, missing, late }: Examined, strict: boolean): boolean {
  if (verdict.kind === 'invalid') return true;
  const weak = missing.length + late.length;
  return strict && (weak > 0 || findings.diagnostics.length > 0);
}

function jsonLine(examined: Examined, { explain }: Options): string {
  const { verdict, findings, source, clauses, tier, passedOver } = examined;
  const { diagnostics, errors, warnings, dropped, file } = toJsonFindings(findings);
  return `${JSON.stringify({
    ...{ file, ok: verdict.kind === 'valid', root: source.root, tier, passed_over: passedOver },
    ...(verdict.kind === 'valid'
      ? { rules: verdict.rules, capability_rules: verdict.capabilities }
      : {}),
    clauses: clauses.map(({ rule, clause, when, why, limits }) => ({
      ...{ rule, effect: clause.effect, operation: clause.operation },
      ...{ line: clause.line, text: clause.text, enforced: when, why, limits },
    })),
    ...{ errors, warnings, dropped, diagnostics },
    ...(explain === true ? { explanation: explanationOf(examined) ?? null } : {}),
  })}\n`;
}

/** The line of a file that could not be read: it has no place to point at. */
function unreadLine(file: string, { id, message, help }: CliFault): string {
  const docs = `docs/reference/codes/cli.md#${id.toLowerCase()}`;
  return `${JSON.stringify({
    ...{ file, ok: false, clauses: [], errors: 1, warnings: 0, dropped: 0 },
    diagnostics: [{ code: id, severity: 'error', message, help, docs }],
  })}\n`;
}

function words(examined: Examined, { explain }: Options): string {
  const { findings, verdict } = examined;
  const colors = colorsFor('stdout');
  const problems =
    findings.diagnostics.length > 0 ? `${renderHuman(findings, paintFor(colors))}\n` : '';
  const line = verdictLine(examined, verdict, colors);
  const more =
    explain === true && verdict.kind === 'valid' ? `\n${explanationText(examined, colors)}` : '';
  return `${problems}${line}\n${more}`;
}

function verdictLine(examined: Examined, verdict: Verdict, colors: Colors): string {
  const { findings } = examined;
  const name = foreign(findings.name);
  const counts = renderCounts(findings.diagnostics);
  if (verdict.kind === 'invalid') return `${colors.red('invalid')} ${name}: ${counts}`;
  const { rules, clauses, capabilities } = verdict;
  const granted = capabilities === 0 ? '' : `, ${count(capabilities, 'capability rule')}`;
  const size = `${count(rules, 'rule')}, ${count(clauses, 'clause')}${granted}`;
  const also = counts === '' ? '' : `, ${counts}`;
  return `${colors.green('ok')} ${name}: ${size}, ${enforcedWords(examined, colors)}${also}`;
}

function enforcedWords({ tier, clauses, missing, late }: Examined, colors: Colors): string {
  const early = clauses.length - missing.length - late.length;
  if (early === clauses.length) return `${tier} enforces all before`;
  const parts = [`${early} before`, ...(late.length > 0 ? [`${late.length} after`] : [])];
  const enforced = `${tier} enforces ${parts.join(', ')}`;
  return colors.yellow(missing.length > 0 ? `${enforced}, ${missing.length} not` : enforced);
}
