/**
 * What a page of documentation asks to be tested. In Markdown, on a line of its own:
 *
 * - `<!-- test -->` before a `console` block: its `$ ` lines are commands (`> ` continues one), the
 *   lines below each are exactly what it prints, with `…` for what differs from run to run;
 * - `<!-- test file=NAME -->` before any block: the block is the content of that file;
 * - `<!-- test run: COMMAND -->`: a command the reader is not shown, such as `git init`;
 * - `<!-- test fresh -->`: what follows happens in a new, empty folder.
 *
 * Everything in one page happens in order, in one folder.
 */
export type Step =
  | { readonly kind: 'console'; readonly line: number; readonly commands: readonly Command[] }
  | { readonly kind: 'file'; readonly line: number; readonly name: string; readonly text: string }
  | { readonly kind: 'hidden'; readonly line: number; readonly command: string }
  | { readonly kind: 'fresh'; readonly line: number };

/** One `$ ` line and what it prints. */
export interface Command {
  readonly text: string;
  readonly expected: readonly string[];
}

const marker = /^<!-- test(?: (?<what>.*?))? ?-->$/;

/** The steps of a page, in order. Throws when a marker is not understood or has no block. */
export function stepsOf(markdown: string): Step[] {
  const lines = markdown.split('\n');
  return lines.flatMap((text, index) => {
    const found = marker.exec(text.trim());
    if (found === null) return [];
    return [stepAt(lines, index, found.groups?.what ?? '')];
  });
}

function stepAt(lines: readonly string[], index: number, what: string): Step {
  const line = index + 1;
  if (what === 'fresh') return { kind: 'fresh', line };
  if (what.startsWith('run: ')) return { kind: 'hidden', line, command: what.slice(5) };

  const block = blockAfter(lines, index);
  if (block === undefined) throw new Error(`line ${line}: no fenced block follows the marker`);
  if (what.startsWith('file=')) {
    return { kind: 'file', line, name: what.slice(5), text: `${block.body.join('\n')}\n` };
  }
  if (what !== '' || block.language !== 'console') {
    throw new Error(`line ${line}: \`${what}\` before a ${block.language} block is not understood`);
  }
  return { kind: 'console', line, commands: commandsOf(block.body, line) };
}

/** The fenced block that begins right after the marker, blank lines aside. */
function blockAfter(lines: readonly string[], index: number) {
  const opening = lines.findIndex((text, at) => at > index && text.trim() !== '');
  const fence = /^(`{3,})(\w*)/.exec(lines[opening] ?? '');
  if (fence === null) return undefined;
  const closing = lines.findIndex((text, at) => at > opening && text === fence[1]);
  if (closing === -1) return undefined;
  return { language: fence[2] ?? '', body: lines.slice(opening + 1, closing) };
}

function commandsOf(body: readonly string[], line: number): Command[] {
  const commands: { text: string; expected: string[] }[] = [];
  for (const text of body) {
    const last = commands.at(-1);
    if (text.startsWith('$ ')) commands.push({ text: text.slice(2), expected: [] });
    else if (last === undefined) throw new Error(`line ${line}: output before the first \`$ \``);
    else if (text.startsWith('> ') && last.expected.length === 0) last.text += `\n${text.slice(2)}`;
    else last.expected.push(text);
  }
  return commands;
}
