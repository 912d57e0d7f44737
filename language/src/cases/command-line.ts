/** A command as people type it, without what a shell would expand. */

export type CommandLine =
  | { readonly ok: true; readonly argv: readonly string[] }
  | { readonly ok: false; readonly message: string };

/** Splits at blanks; `'…'`, `"…"` and a backslash keep what is in them together. */
export function splitCommand(text: string): CommandLine {
  const argv: string[] = [];
  let word: string | null = null;
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quote === '' && /\s/.test(character)) {
      if (word !== null) argv.push(word);
      word = null;
    } else if (quote === '' && (character === '"' || character === "'")) {
      quote = character;
      word ??= '';
    } else if (character === quote) {
      quote = '';
    } else if (character === '\\' && quote !== "'") {
      at += 1;
      if (at >= text.length) return { ok: false, message: 'the command ends in a backslash' };
      word = `${word ?? ''}${text.charAt(at)}`;
    } else {
      word = `${word ?? ''}${character}`;
    }
  }
  if (quote !== '') return { ok: false, message: `a quote (${quote}) is never closed` };
  if (word !== null) argv.push(word);
  return argv.length === 0 ? { ok: false, message: 'the command is empty' } : { ok: true, argv };
}
