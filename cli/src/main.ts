import { Command, CommanderError, type Option } from 'commander';
import { COMMANDS } from './commands/table.js';
import { EXIT } from './exit-codes.js';
import { reportFailure } from './terminal/failure.js';
import { out, say } from './terminal/streams.js';
import { VERSION } from './version.js';

const EXAMPLES = `
Examples:
  $ rein init                         a policy to start from
  $ rein check                        is it valid, and what can be enforced here?
  $ rein run -- claude                run an agent under it
  $ rein run --rule 'rule r: block exec "git" "push" because "not today"' -- bash
  $ rein approvals                    what waits for a person?
  $ rein replay last                  what happened?

Exit codes: docs/reference/exit-codes.md`;

/** Runs one command line; what it returns is the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const program = new Command('rein')
    .description('Hold an AI agent to a policy, beneath every tool it uses.')
    .version(VERSION, '-V, --version')
    .helpCommand('help [command]', 'say more about a command')
    .showHelpAfterError('(`rein --help` lists the commands)')
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ writeOut: out, writeErr: say })
    .configureHelp({ groupItems: ownFirst })
    .addHelpText('after', EXAMPLES);
  const asked = args.find((arg) => !arg.startsWith('-') && arg !== 'help');
  for (const entry of COMMANDS) {
    const command =
      entry.name === asked
        ? (await entry.load()).define(entry.name)
        : new Command(entry.name).allowUnknownOption();
    if (command.summary() === '') command.summary(entry.summary);
    if (entry.group !== undefined) command.helpGroup(entry.group);
    program.addCommand(inherit(command, program, 'rein'), { hidden: entry.hidden ?? false });
  }
  if (args.length === 0) {
    say(program.helpInformation());
    say(`${EXAMPLES}\n`);
    return EXIT.usage;
  }
  await program.parseAsync(args, { from: 'user' });
  return EXIT.ok;
}

/** Headings and what stands below them: what is a command's own before what all commands take. */
function ownFirst<Item extends Command | Option>(
  items: Item[],
  visible: Item[],
  headingOf: (item: Item) => string,
): Map<string, Item[]> {
  const headings = [...items, ...visible].map(headingOf);
  const own = headings.filter((heading) => heading === 'Options:' || heading === 'Commands:');
  const groups = new Map([...own, ...headings].map((heading): [string, Item[]] => [heading, []]));
  for (const item of visible) groups.get(headingOf(item))?.push(item);
  return groups;
}

/** Hands a command, and all below it, the settings of the program: `rein audit verify` ends as `rein audit` does. */
function inherit(command: Command, parent: Command, above: string): Command {
  const path = `${above} ${command.name()}`;
  command
    .copyInheritedSettings(parent)
    .showHelpAfterError(`(\`${path} --help\` says what it takes)`);
  for (const below of command.commands) inherit(below, command, path);
  return command;
}

/**
 * Commander has said what was wrong; help and version are no failure. Agents take a hook's 2 as "do
 * not do it", which a misspelt configuration must not say.
 */
function exitCodeOf(error: CommanderError): number {
  if (error.exitCode === 0) return EXIT.ok;
  return process.argv[2] === 'hook' ? EXIT.no : EXIT.usage;
}

main(process.argv.slice(2)).then(
  (code) => {
    // A command that has more to say than yes sets the code itself.
    process.exitCode ??= code;
  },
  (error: unknown) => {
    process.exitCode = error instanceof CommanderError ? exitCodeOf(error) : reportFailure(error);
  },
);
