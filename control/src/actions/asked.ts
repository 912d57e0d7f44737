import { hash } from 'node:crypto';
import { ACTION_ARGS, flawsOf, type SubmitAction } from '@rein/contract/api';
import { canonicalize } from '@rein/ledger';
import { badRequest } from '../fault.js';
import { wholeCharacters } from '../shown.js';

/** Throws `bad-request`. */
export function readArgs({ capability, args }: SubmitAction): Readonly<Record<string, unknown>> {
  const parsed = ACTION_ARGS[capability].safeParse(args);
  if (parsed.success) return parsed.data;
  throw badRequest(
    flawsOf(parsed.error).map(({ path, message }) => ({
      ...{ path: path === '' ? 'args' : `args.${path}`, message },
    })),
  );
}

/** What an action is about, as it was written: the first member of each kind. */
export function resourceOf(args: Readonly<Record<string, unknown>>): string {
  const { path, url, address, command, tool, scope } = args;
  const text = String(path ?? url ?? address ?? command ?? tool ?? scope ?? '');
  return wholeCharacters(text.slice(0, 4096));
}

/** Tells actions of a run apart: hex SHA-256 of what is asked for. */
export function digestOf(
  run: string,
  name: string,
  args: Readonly<Record<string, unknown>>,
): string {
  const text = canonicalize(JSON.parse(JSON.stringify({ run, capability: name, args })));
  return hash('sha256', text, 'hex');
}
