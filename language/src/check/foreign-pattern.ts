/** Patterns as shells and ignore files have them, which say something else here. */
interface Meant {
  readonly message: string;
  readonly help: string;
}

interface Habit extends Meant {
  readonly sign: RegExp;
}

const HABITS: readonly Habit[] = [
  {
    sign: /(?:^|\/)\$[A-Z_]/,
    message: 'patterns have no variables: this is a name with a `$` in it',
    help: '`~/…` is below the home folder, `./…` below the folder of the policy; `\\$` is the character',
  },
  {
    sign: /^~[^/]+\//,
    message: 'this is a folder whose name begins with `~`',
    help: 'only `~/` stands for a home folder, that of whoever is held to the policy',
  },
  {
    sign: /^!/,
    message: 'a `!` in front excludes nothing: it is part of the name',
    help: 'an exception is written `unless target "…"`; `\\!` is the character',
  },
  {
    sign: /[!?*+@]\(/,
    message: 'parentheses are part of the name here',
    help: '`{a,b}` is either of two; an exception is written `unless target "…"`',
  },
  {
    sign: /[^/*]\/$/,
    message: 'this names the folder, and nothing in it',
    help: 'end it with `/**` for what is below',
  },
];

/** What a path pattern probably means that it does not say. */
export function foreignHabit(text: string): Meant | undefined {
  return HABITS.find(({ sign }) => sign.test(text));
}
