import { Argument, Command } from 'commander';
import { SHELLS, type Shell, scriptFor, type Words } from '../completion/scripts.js';
import { out } from '../terminal/streams.js';
import type { CommandEntry } from './entry.js';

export function defineFor(name: string, entries: readonly CommandEntry[]): Command {
  return new Command(name)
    .description('Print a script that completes commands and options.')
    .addArgument(new Argument('<SHELL>', 'which shell').choices(SHELLS))
    .addHelpText(
      'after',
      `
Examples:
  $ source <(rein completion bash)
  $ rein completion bash > rein.bash     for ~/.local/share/bash-completion/completions/rein
  $ rein completion zsh > _rein          for a folder of $fpath
  $ rein completion fish > rein.fish     for ~/.config/fish/completions`,
    )
    .action(async (shell: Shell) => out(scriptFor(shell, await wordsOf(entries))));
}

async function wordsOf(entries: readonly CommandEntry[]): Promise<Words> {
  const open = entries.filter(({ hidden }) => hidden !== true);
  const words = new Map<string, readonly string[]>([['', open.map(({ name }) => name)]]);
  const take = (path: string, command: Command): void => {
    const options = command.options.flatMap(({ long }) => long ?? []);
    for (const { long, argChoices } of command.options) {
      if (long && argChoices) words.set(`${path} ${long}`, argChoices);
    }
    const operands = command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []);
    const subcommands = command.commands.map((sub) => sub.name());
    words.set(path, [...subcommands, ...operands, ...options, '--help']);
    for (const sub of command.commands) take(`${path} ${sub.name()}`, sub);
  };
  for (const { name, load } of open) take(name, (await load()).define(name));
  return words;
}
