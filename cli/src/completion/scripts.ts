/**
 * What may follow a command: its subcommands and options, by its path (`token create`; `` is `rein`);
 * and what an option takes, by the path with the option behind it (`token create --role`).
 */
export type Words = ReadonlyMap<string, readonly string[]>;

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/**
 * The script of a shell. Names of commands and options need no quoting. Behind `--` stands a command
 * that is not ours.
 */
export function scriptFor(shell: Shell, words: Words): string {
  switch (shell) {
    case 'bash':
      return bash(words);
    case 'zsh':
      return zsh(words);
    case 'fish':
      return fish(words);
    default:
      return shell satisfies never;
  }
}

/** The function that names what may follow a path, as bash and zsh both read it. */
function wordsFunction(words: Words): string {
  const cases = [...words].map(([path, list]) => `    '${path}') echo '${list.join(' ')}' ;;\n`);
  return `_rein_words() {
  case "$1" in
${cases.join('')}  esac
}`;
}

function bash(words: Words): string {
  return `# completion of rein for bash
_rein() {
  local word path='' at
  for ((at = 1; at < COMP_CWORD; at++)); do
    word=\${COMP_WORDS[at]}
    [ "$word" = -- ] && { COMPREPLY=(); return; }
    case "$word" in -*) continue ;; esac
    case " $(_rein_words "$path") " in *" $word "*) path="\${path:+$path }$word" ;; esac
  done
  word=$(_rein_words "$path \${COMP_WORDS[COMP_CWORD - 1]}")
  mapfile -t COMPREPLY < <(compgen -W "\${word:-$(_rein_words "$path")}" -- "\${COMP_WORDS[COMP_CWORD]}")
}
${wordsFunction(words)}
complete -o default -F _rein rein
`;
}

/** \`path\` is PATH there. */
function zsh(words: Words): string {
  return `#compdef rein
# completion of rein for zsh
_rein() {
  local word where='' at
  for ((at = 2; at < CURRENT; at++)); do
    word=$words[at]
    [[ $word == -- ]] && { _default; return }
    [[ $word == -* ]] && continue
    [[ " $(_rein_words "$where") " == *" $word "* ]] && where="\${where:+$where }$word"
  done
  word=$(_rein_words "$where $words[CURRENT-1]")
  compadd -- \${=word:-$(_rein_words "$where")} || _default
}
${wordsFunction(words)}
compdef _rein rein
`;
}

function fish(words: Words): string {
  const cases = [...words].map(
    ([path, list]) => `    case '${path}'\n      printf '%s\\n' ${list.join(' ')}\n`,
  );
  return `# completion of rein for fish
function __rein_complete
  set -l where ''
  for word in (commandline -opc)[2..-1]
    test "$word" = --; and return
    string match -q -- '-*' "$word"; and continue
    contains -- "$word" (__rein_words "$where"); and set where (string trim "$where $word")
  end
  set -l values (__rein_words "$where "(commandline -opc)[-1])
  set -q values[1]; and printf '%s\\n' $values; and return
  __rein_words "$where"
end
function __rein_words
  switch "$argv[1]"
${cases.join('')}  end
end
complete -c rein -a '(__rein_complete)'
`;
}
