import { Argument, Command } from 'commander';
import { out } from '../terminal/streams.js';
import type { CommandEntry } from './entry.js';

export function defineFor(name: string, entries: readonly CommandEntry[]): Command {
  return new Command(name)
    .description('Print a script that completes commands and options.')
    .addArgument(new Argument('<SHELL>', 'which shell').choices(['bash']))
    .addHelpText(
      'after',
      `
Examples:
  $ source <(rein completion bash)
  $ rein completion bash > rein.bash     for ~/.local/share/bash-completion/completions/rein`,
    )
    .action(async () => out(scriptOf(await wordsOf(entries))));
}

/** What may follow a command: its subcommands and options, by its path (`token create`; `` is `rein`). */
async function wordsOf(entries: readonly CommandEntry[]): Promise<Map<string, readonly string[]>> {
  const open = entries.filter(({ hidden }) => hidden !== true);
  const words = new Map<string, readonly string[]>([['', open.map(({ name }) => name)]]);
  const take = (path: string, command: Command): void => {
    const options = command.options.flatMap(({ long }) => long ?? []);
    words.set(path, [...command.commands.map((sub) => sub.name()), ...options, '--help']);
    for (const sub of command.commands) take(`${path} ${sub.name()}`, sub);
  };
  for (const { name, load } of open) take(name, (await load()).define(name));
  return words;
}

/** Names of commands and options need no quoting. Behind `--` stands a command that is not ours. */
function scriptOf(words: ReadonlyMap<string, readonly string[]>): string {
  const cases = [...words].map(([path, list]) => `    '${path}') echo '${list.join(' ')}' ;;\n`);
  return `# completion of rein for bash
_rein() {
  local word path='' at
  for ((at = 1; at < COMP_CWORD; at++)); do
    word=\${COMP_WORDS[at]}
    [ "$word" = -- ] && { COMPREPLY=(); return; }
    case "$word" in -*) continue ;; esac
    case " $(_rein_words "$path") " in *" $word "*) path="\${path:+$path }$word" ;; esac
  done
  mapfile -t COMPREPLY < <(compgen -W "$(_rein_words "$path")" -- "\${COMP_WORDS[COMP_CWORD]}")
}
_rein_words() {
  case "$1" in
${cases.join('')}  esac
}
complete -o default -F _rein rein
`;
}
