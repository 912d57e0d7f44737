/** Where in a file the text of a policy stands, which YAML has indented, folded or escaped. */
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { Span } from '../program.js';

export interface TextMap {
  /** A span of the policy's text as a span of the file. */
  toFile(span: Span): Span;
}

/** For text that is a file of its own. */
export const identityMap: TextMap = { toFile: (span) => span };

/** A stretch of the text whose characters stand one after the other in the file. */
export interface Stretch {
  /** Offset of its first character in the text. */
  readonly text: number;
  /** And in the file. */
  readonly file: number;
}

/** A map from stretches that cover the text, in order. The first starts at 0. */
export function createTextMap(stretches: readonly Stretch[]): TextMap {
  const at = (offset: number): number => {
    let low = 0;
    let high = stretches.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((stretches[middle]?.text ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const stretch = stretches[low];
    return stretch === undefined ? 0 : stretch.file + offset - stretch.text;
  };
  return {
    toFile({ start, end }) {
      const first = at(start);
      return { start: first, end: end <= start ? first : at(end - 1) + 1 };
    },
  };
}

/** The same diagnostic with every place in the file. */
export function mapDiagnostic(diagnostic: Diagnostic, map: TextMap): Diagnostic {
  const { fix, related } = diagnostic;
  return {
    ...diagnostic,
    span: map.toFile(diagnostic.span),
    ...(fix === undefined ? {} : { fix: { ...fix, span: map.toFile(fix.span) } }),
    ...(related === undefined
      ? {}
      : { related: related.map((one) => ({ ...one, span: map.toFile(one.span) })) }),
  };
}
