import { existsSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { reasonOf } from '@rein/enforce';
import { Command } from 'commander';
import { cliFault } from '../fault.js';
import { AGENTS, type Agent } from '../hooks/dialects.js';
import { hookFileOf, startOf, wireHook } from '../hooks/wiring.js';
import { replaceFile } from '../replace-file.js';
import { isTemplateName, TEMPLATES } from '../templates/catalogue.js';
import { copyExample, exampleNames } from '../templates/examples.js';
import { table } from '../terminal/columns.js';
import { out, say } from '../terminal/streams.js';
import { colorsFor } from '../terminal/style.js';

const POLICY = 'rein.yaml';

interface Options {
  readonly template: string;
  readonly listTemplates?: true;
  readonly example?: string;
  readonly print?: true;
  readonly out: string;
  readonly withClaude?: true;
  readonly withCodex?: true;
  readonly force?: true;
}

export function define(name: string): Command {
  return new Command(name)
    .description('Write a first policy here, and wire agents to their feedback.')
    .option('--template <ID>', 'which policy to start from', 'starter')
    .option('--list-templates', 'list them, and the examples')
    .option('--example <NAME>', 'a whole example instead: policy, cases and what runs under it')
    .option('--print', 'print the policy instead of writing it')
    .option('--out <FILE>', 'where to write it', POLICY)
    .option(
      '--with-claude',
      'let Claude Code’s hooks deliver feedback (.claude/settings.local.json)',
    )
    .option('--with-codex', 'let Codex’s hooks deliver feedback (.codex/hooks.json)')
    .option('--force', 'replace a policy that is there')
    .addHelpText(
      'after',
      `
Hooks that are configured already stay, and a second run changes nothing.

Examples:
  $ rein init
  $ rein init --template ask-before-push --with-claude
  $ rein init --list-templates
  $ rein init --example quickstart`,
    )
    .action(init);
}

function init(options: Options): void {
  if (options.listTemplates === true) {
    out(table(Object.entries(TEMPLATES).map(([id, { says }]) => [id, says])));
    say(`${colorsFor('stderr').dim('examples, for --example:')} ${exampleNames().join(', ')}\n`);
    return;
  }
  if (options.example !== undefined) {
    example(options.example, options.force === true);
    return;
  }
  const name = options.template;
  if (!isTemplateName(name)) {
    throw cliFault('unknown-template', { name, known: Object.keys(TEMPLATES).join(', ') });
  }
  const { text } = TEMPLATES[name];
  if (options.print === true) {
    out(text);
    return;
  }
  const agents = AGENTS.filter(
    (agent) => (agent === 'claude' ? options.withClaude : options.withCodex) === true,
  );
  const isThere = existsSync(options.out);
  // Someone who only wants the hooks keeps the policy that is there.
  if (!isThere || options.force === true || agents.length === 0) {
    writePolicy(options.out, text, options.force === true);
    done(options.out, 'written');
  } else {
    done(options.out, 'kept');
  }
  for (const agent of agents) wire(agent);
  const { dim } = colorsFor('stderr');
  say(`${dim('next')} rein check --explain\n`);
  for (const { start, know } of agents.map(startOf)) {
    say(`     ${start}\n${know === undefined ? '' : `       ${dim(know)}\n`}`);
  }
}

function example(name: string, force: boolean): void {
  const files = copyExample(name, force);
  for (const file of files) done(file, 'written');
  const script = files.find((file) => file.endsWith('.sh'));
  const next =
    script === undefined ? 'rein policy test rein.yaml --cases cases.yaml' : `bash ${script}`;
  say(`${colorsFor('stderr').dim('next')} ${next}\n`);
}

function writePolicy(path: string, text: string, force: boolean): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found !== undefined && !found.isFile()) {
    throw cliFault('file-not-written', { path, why: 'it is a link, a folder or a device' });
  }
  if (found !== undefined && force) {
    replaceFile(path, text);
    return;
  }
  try {
    writeFileSync(path, text, { flag: 'wx' });
  } catch (error) {
    if (Reflect.get(Object(error), 'code') === 'EEXIST') throw cliFault('file-exists', { path });
    throw cliFault('file-not-written', { path, why: reasonOf(error) }, error);
  }
}

function wire(agent: Agent): void {
  const path = hookFileOf(agent);
  const before = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  let after: string;
  try {
    after = wireHook(agent, before);
  } catch (error) {
    throw cliFault('settings-unreadable', { path, why: reasonOf(error) }, error);
  }
  if (after === before) {
    done(path, 'wired already');
    return;
  }
  try {
    mkdirSync(dirname(path), { recursive: true });
  } catch (error) {
    throw cliFault('file-not-written', { path, why: reasonOf(error) }, error);
  }
  replaceFile(path, after);
  done(path, 'wired');
}

function done(path: string, what: string): void {
  say(`${colorsFor('stderr').green(what)} ${path}\n`);
}
