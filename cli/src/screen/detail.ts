import { type Background, type Held, tellingLabels } from '../holds/held.js';
import { factsOf } from '../holds/render.js';
import { foreign } from '../terminal/foreign.js';
import type { Colors, Paint } from '../terminal/style.js';
import { commandLine } from '../terminal/words.js';
import { chop, fill, fit } from './cells.js';
import { type DiffLine, diffLines } from './diff-lines.js';

interface Look {
  readonly width: number;
  readonly colors: Colors;
  readonly clock: string;
}

const LABEL_COLUMNS = 11;

/** All that is known of one thing, in lines of exactly `width` columns: nothing of it is cut. */
export function detailOf(
  held: Held,
  background: Background | undefined,
  { width, colors, clock }: Look,
): string[] {
  const { bold, dim, yellow } = colors;
  const plain: Paint = (text) => text;
  const fact = (label: string, text: string, paint = plain): string[] =>
    chop(text, width - LABEL_COLUMNS - 1).map(
      (piece, at) =>
        ` ${dim(fit(at === 0 ? label : '', LABEL_COLUMNS))}${paint(fit(piece, width - LABEL_COLUMNS - 1))}`,
    );
  const lines = [
    ...fact(held.verb, commandLine(held.words), bold),
    ...factsOf(held)
      .filter(([label]) => label !== 'carries')
      .flatMap(([label, text]) => fact(label, text, label === 'runs' ? yellow : plain)),
    ...(background === undefined || background.lineage.length === 0
      ? []
      : fact('lineage', background.lineage.join(' → '))),
    ...tellingLabels(held.labels).flatMap((label) => {
      const from = background?.origins.find((origin) => origin.label === label)?.from;
      return fact('carries', from === undefined ? label : `${label}, since ${from}`, yellow);
    }),
    fill(` ${dim(fit('time', LABEL_COLUMNS))}${clock}`, width),
  ];
  const diff = diffLines(held.preview);
  if (diff.length === 0) return lines;
  return [...lines, fit('', width), ...diff.flatMap((line) => diffRow(line, width, colors))];
}

const MARK = { same: ' ', gone: '-', new: '+', note: ' ' } as const;

function diffRow({ kind, text }: DiffLine, width: number, { red, green, dim }: Colors): string[] {
  const plain: Paint = (line) => line;
  const paint = { same: plain, gone: red, new: green, note: dim }[kind];
  return chop(foreign(text.replaceAll('\t', '    ')), width - 4).map((piece, at) =>
    paint(fit(`  ${at === 0 ? MARK[kind] : ' '} ${piece}`, width)),
  );
}
