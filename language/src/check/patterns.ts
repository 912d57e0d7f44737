/** String tokens to patterns; each text is read once. */
import { checkProblems } from '../diagnostics/codes/check.js';
import type { Sink } from '../diagnostics/sink.js';
import { type EndpointResult, parseEndpoint } from '../endpoint/endpoint.js';
import { type GlobResult, parseGlob } from '../glob/glob.js';
import type { ArgPattern, EndpointPattern, PathPattern, Span } from '../program.js';
import { isClosed, patternValue } from '../syntax/ast/string-value.js';
import { spanOf } from '../syntax/red.js';
import type { Token } from '../syntax/token.js';
import { foreignHabit } from './foreign-pattern.js';

/** Each answers undefined, and reports, when the token is no such pattern. */
export interface Patterns {
  path(token: Token): PathPattern | undefined;
  arg(token: Token): ArgPattern | undefined;
  endpoint(token: Token): EndpointPattern | undefined;
}

export function createPatterns(sink: Sink, place: (span: Span) => Span): Patterns {
  const globs = new Map<string, GlobResult>();
  const endpoints = new Map<string, EndpointResult>();

  const fault = (token: Token, { message, help, at }: Fault): undefined => {
    // The quote is one character before the pattern's first.
    const start = Math.min(token.start + 1 + at, spanOf(token).end - 1);
    sink.add(checkProblems.badPattern(place({ start, end: start + 1 }), { message, help }));
  };
  const isEmpty = (token: Token, text: string): boolean => {
    if (text === '') sink.add(checkProblems.emptyPattern(place(spanOf(token))));
    return text === '';
  };
  const isBroken = (token: Token, text: string): boolean =>
    !isClosed(token) || isEmpty(token, text);
  const globOf = (token: Token, text: string) => {
    const result = cached(globs, text, parseGlob);
    return result.ok ? result.glob : fault(token, result);
  };

  return {
    path(token) {
      const text = patternValue(token);
      if (isBroken(token, text)) return undefined;
      const glob = globOf(token, text);
      if (glob === undefined) return undefined;
      const habit = foreignHabit(text);
      if (habit !== undefined) sink.add(checkProblems.foreignPattern(place(spanOf(token)), habit));
      return { kind: 'path', text, glob };
    },
    arg(token) {
      const text = patternValue(token);
      const glob = globOf(token, text);
      return glob === undefined ? undefined : { kind: 'arg', text, glob };
    },
    endpoint(token) {
      const text = patternValue(token);
      if (isBroken(token, text)) return undefined;
      const result = cached(endpoints, text, parseEndpoint);
      if (!result.ok) return fault(token, result);
      return { kind: 'endpoint', text, endpoint: result.endpoint };
    },
  };
}

interface Fault {
  readonly message: string;
  readonly help?: string;
  readonly at: number;
}

function cached<T>(results: Map<string, T>, text: string, read: (text: string) => T): T {
  const known = results.get(text);
  if (known !== undefined) return known;
  const result = read(text);
  results.set(text, result);
  return result;
}
