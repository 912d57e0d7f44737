/** Diagnostics as SARIF 2.1.0, which code hosts show beside the lines. */
import { CODES } from '../codes/table.js';
import type { Diagnostic } from '../diagnostic.js';
import { createLines, type Lines } from '../lines.js';
import type { Findings } from './human.js';
import { docsOf } from './json.js';

/** The part of SARIF that is used here. */
export interface SarifLog {
  readonly $schema: string;
  readonly version: '2.1.0';
  readonly runs: readonly SarifRun[];
}

interface SarifRun {
  readonly tool: {
    readonly driver: {
      readonly name: string;
      readonly version: string;
      readonly rules: readonly SarifRule[];
    };
  };
  readonly columnKind: 'utf16CodeUnits';
  readonly results: readonly SarifResult[];
}

interface SarifRule {
  readonly id: string;
  readonly shortDescription: { readonly text: string };
  readonly defaultConfiguration: { readonly level: 'error' | 'warning' };
  readonly help: { readonly text: string };
}

interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: 'error' | 'warning';
  readonly message: { readonly text: string };
  readonly locations: readonly SarifLocation[];
}

interface SarifLocation {
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string };
    readonly region: {
      readonly startLine: number;
      readonly startColumn: number;
      readonly endLine: number;
      readonly endColumn: number;
    };
  };
}

/** One run over several files. `version` is that of Rein. Only codes that occur become rules. */
export function toSarif(files: readonly Findings[], version: string): SarifLog {
  const occurring = new Set(files.flatMap((file) => file.diagnostics.map(({ code }) => code)));
  const entries = CODES.filter(({ code }) => occurring.has(code));
  const indexes = new Map(entries.map(({ code }, index) => [code, index]));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'rein',
            version,
            rules: entries.map(({ code, severity, title }) => ({
              id: code,
              shortDescription: { text: title },
              defaultConfiguration: { level: severity },
              help: { text: docsOf(code) },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: files.flatMap(({ name, text, diagnostics }) => {
          const lines = createLines(text);
          return diagnostics.map((one) => toResult(one, name, lines, indexes.get(one.code) ?? -1));
        }),
      },
    ],
  };
}

function toResult(
  { code, severity, message, span, help }: Diagnostic,
  name: string,
  lines: Lines,
  ruleIndex: number,
): SarifResult {
  const start = lines.at(span.start);
  const end = lines.at(Math.max(span.end, span.start));
  return {
    ruleId: code,
    ruleIndex,
    level: severity,
    message: { text: help === undefined ? message : `${message}; ${help}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: encodeURI(name) },
          region: {
            startLine: start.line,
            startColumn: start.column,
            endLine: end.line,
            endColumn: end.column,
          },
        },
      },
    ],
  };
}
