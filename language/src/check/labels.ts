import { LIMITS } from '@rein/contract';
import { checkProblems } from '../diagnostics/codes/check.js';
import type { Sink } from '../diagnostics/sink.js';
import type { Span } from '../program.js';
import { BUILTIN_LABELS, isOneOf } from '../syntax/kind.js';

/** The labels of a policy: who gives them, and who asks for them. */
export interface Labels {
  /** A source or an `endorse` gives it. */
  give(label: string, span: Span): void;
  /** A condition asks for it, or a `declassify` takes it. */
  use(label: string, span: Span, how: 'asks' | 'takes'): void;
  /** Built-in ones first, then in order of first mention. */
  names(): readonly string[];
  /**
   * Reports what only the whole policy tells. Where some of it could not be read (`isWhole` is
   * false), what seems unused may be used there.
   */
  report(sink: Sink, isWhole: boolean): void;
}

interface Mention {
  given: Span | undefined;
  asked: boolean;
  readonly uses: Span[];
}

export function createLabels(): Labels {
  const mentions = new Map<string, Mention>();
  const of = (label: string): Mention => {
    const known = mentions.get(label);
    if (known !== undefined) return known;
    const mention: Mention = { given: undefined, asked: false, uses: [] };
    mentions.set(label, mention);
    return mention;
  };
  const isBuiltin = (label: string): boolean => isOneOf(BUILTIN_LABELS, label);
  const names = (): string[] => [
    ...BUILTIN_LABELS,
    ...[...mentions.keys()].filter((label) => !isBuiltin(label)),
  ];
  return {
    give(label, span) {
      of(label).given ??= span;
    },
    use(label, span, how) {
      const mention = of(label);
      mention.asked ||= how === 'asks';
      mention.uses.push(span);
    },
    names,
    report(sink, isWhole) {
      const given = [...mentions].filter(([, mention]) => mention.given !== undefined);
      const known = [...BUILTIN_LABELS, ...given.map(([name]) => name)];
      for (const [name, mention] of mentions) {
        if (!isBuiltin(name)) reportOne(name, mention, known, { sink, isWhole });
      }
      const found = names().length;
      const extra = [...mentions.values()].at(-1);
      const span = extra?.given ?? extra?.uses[0];
      if (found > LIMITS.labels && span !== undefined) {
        sink.add(checkProblems.tooManyLabels(span, { max: LIMITS.labels, found }));
      }
    },
  };
}

interface Reporting {
  readonly sink: Sink;
  readonly isWhole: boolean;
}

function reportOne(
  name: string,
  mention: Mention,
  known: readonly string[],
  { sink, isWhole }: Reporting,
): void {
  const { given, asked, uses } = mention;
  if (given === undefined) {
    for (const span of uses) sink.add(checkProblems.undeclaredLabel(span, { name, known }));
  } else if (!asked && isWhole) {
    sink.add(checkProblems.unusedLabel(given, { name }));
  }
}
