/** What an author should know, said once for a policy. */
import type { Guard } from '@rein/contract';
import { GUARDS } from '@rein/contract';
import { quote } from '../diagnostics/quote.js';
import type { PolicySettings } from '../document/settings.js';
import type { ExecPattern, Program } from '../program.js';

/** What becomes possible when a guard is allowed. */
const OPENED: Readonly<Record<Guard, string>> = {
  io_uring: 'file and network operations of an io_uring are not seen by any rule',
  ptrace: 'a process can act through another one',
  proc_mem: 'a process can rewrite another one',
  mount: 'a file can be reached under names that no pattern has',
  namespaces: 'a process can change what paths and addresses mean for it',
  bpf: 'a process can watch or change the kernel underneath',
  modules: 'a process can replace the kernel',
  handles: 'a file can be opened without a path',
  foreign_abi: 'system calls of another ABI are not seen by any rule',
  control: 'a process can stop the engine',
};

export function notesOf(program: Program, settings: PolicySettings | undefined): string[] {
  return [
    ...namedPrograms(program),
    ...selfOpened(program),
    ...forgeable(program),
    ...GUARDS.filter((guard) => !program.guards.has(guard)).map(
      (guard) => `${quote(guard)} is allowed: ${OPENED[guard]}.`,
    ),
    ...(settings === undefined ? [] : settingNotes(settings)),
  ];
}

function settingNotes({ feedback, askTimeoutMs }: PolicySettings): string[] {
  const ignored = Object.keys(feedback).map((key) => quote(`feedback.${key}`));
  return [
    ...(askTimeoutMs === null
      ? []
      : [`An ask that nobody answers within ${askTimeoutMs / 1000} s is refused.`]),
    ...(ignored.length === 0
      ? []
      : [
          `${ignored.join(', ')}: read for ActPlane's sake and not used. Reasons go to the standard error of the process and to $REIN_FEEDBACK_FILE; the record is in the state directory.`,
        ]),
  ];
}

/** A name is what the agent makes of it. */
function isForgeable({ path }: ExecPattern): boolean {
  return !path.text.startsWith('/');
}

function namedPrograms({ rules }: Program): string[] {
  const named = rules.some(({ clauses }) =>
    clauses.some(
      ({ operation, effect, target }) =>
        operation === 'exec' && effect !== 'notify' && !/^(?:\*|\*\*)$/.test(target.text),
    ),
  );
  return named
    ? [
        'Programs are known by their names and paths: a copy under another name, or another program that does the same, is not the program of the rule.',
      ]
    : [];
}

function selfOpened({ gates }: Program): string[] {
  const openers = gates.flatMap(({ opener }) =>
    opener.kind === 'exec' && isForgeable(opener.exec) ? [quote(opener.exec.path.text)] : [],
  );
  const written = gates.flatMap(({ opener }) =>
    opener.kind === 'file' ? [quote(`${opener.operation} "${opener.path.text}"`)] : [],
  );
  const ways = [...new Set([...openers, ...written])];
  return ways.length === 0
    ? []
    : [
        `The agent can open these gates by itself, with a program of that name or an act of its own: ${ways.join(', ')}. A person's consent is an \`approval\`.`,
      ];
}

function forgeable({ transforms }: Program): string[] {
  const names = transforms.flatMap((transform) =>
    transform.kind === 'exec' && isForgeable(transform.exec)
      ? [quote(`${transform.what} ${transform.label} by exec "${transform.exec.path.text}"`)]
      : [],
  );
  return names.length === 0
    ? []
    : [
        `The agent can write a program of this name, and so change the label: ${names.join(', ')}. Give the program's whole path, or use an \`approval\`.`,
      ];
}
