/** Diagnostics for a program. */
import type { Span } from '../../program.js';
import type { Severity } from '../diagnostic.js';
import { createLines, type Lines, type Position } from '../lines.js';
import type { Findings } from './human.js';

export interface JsonSpan {
  readonly start: Position & { readonly offset: number };
  readonly end: Position & { readonly offset: number };
}

export interface JsonDiagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  /** Lines and columns from 1, offsets from 0; columns and offsets in UTF-16 units. */
  readonly span: JsonSpan;
  readonly help?: string;
  readonly fix?: { readonly span: JsonSpan; readonly text: string };
  readonly related?: readonly { readonly message: string; readonly span: JsonSpan }[];
  /** Page and heading that explain the code. */
  readonly docs: string;
}

export interface JsonFindings {
  readonly file: string;
  readonly errors: number;
  readonly warnings: number;
  readonly dropped: number;
  readonly diagnostics: readonly JsonDiagnostic[];
}

/** Page and heading of a code, relative to the repository. */
export function docsOf(code: string): string {
  return `docs/reference/codes/language.md#${code.toLowerCase()}`;
}

export function toJsonFindings({ name, text, diagnostics, dropped = 0 }: Findings): JsonFindings {
  const lines = createLines(text);
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  return {
    file: name,
    errors,
    warnings: diagnostics.length - errors,
    dropped,
    diagnostics: diagnostics.map(({ code, severity, message, span, help, fix, related }) => ({
      code,
      severity,
      message,
      span: toJsonSpan(span, lines),
      ...(help === undefined ? {} : { help }),
      ...(fix === undefined ? {} : { fix: { span: toJsonSpan(fix.span, lines), text: fix.text } }),
      ...(related === undefined
        ? {}
        : { related: related.map((one) => ({ ...one, span: toJsonSpan(one.span, lines) })) }),
      docs: docsOf(code),
    })),
  };
}

function toJsonSpan({ start, end }: Span, lines: Lines): JsonSpan {
  return {
    start: { ...lines.at(start), offset: start },
    end: { ...lines.at(end), offset: end },
  };
}
