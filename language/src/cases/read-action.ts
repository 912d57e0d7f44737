/** The key of a step that says what happens. */
import { isNode, isScalar, isSeq } from 'yaml';
import { casesProblems } from '../diagnostics/codes/cases.js';
import { type Entry, itemsOf, kindOf, spanOfNode, wrongType } from '../document/yaml/values.js';
import { readPlace } from './address.js';
import type { Action } from './case.js';
import { splitCommand } from './command-line.js';
import { textOfScalar } from './plain-text.js';
import type { Reading } from './read-cases.js';

type Find = (key: string) => Entry | undefined;

/** Undefined, and reported, when it cannot be read. */
export function readAction(entry: Entry, find: Find, reading: Reading): Action | undefined {
  const { key } = entry;
  switch (key) {
    case 'exec':
      return readExec(entry, find, reading);
    case 'read':
    case 'write':
    case 'open':
    case 'unlink': {
      const path = textIn(entry, reading);
      return path === undefined ? undefined : { kind: key, path };
    }
    case 'rename':
    case 'link':
      return readPair(entry, key, find, reading);
    case 'connect':
    case 'listen':
      return readConnect(entry, key, find, reading);
    case 'fork': {
      const child = textIn(entry, reading);
      return child === undefined ? undefined : { kind: 'fork', child };
    }
    case 'exit': {
      const status = readStatus(entry, reading);
      return status === undefined ? undefined : { kind: 'exit', status };
    }
    default: {
      const name = textIn(entry, reading);
      return name === undefined ? undefined : { kind: 'approve', name };
    }
  }
}

/** A text that is not empty. */
function textIn(entry: Entry, { sink }: Reading): string | undefined {
  const text = textOfScalar(entry.value);
  if (text !== undefined && text !== '') return text;
  wrongType(entry, 'a text', sink);
  return undefined;
}

function readExec(entry: Entry, find: Find, reading: Reading): Action | undefined {
  const argv = readArgv(entry, reading);
  const exits = find('exits');
  const status = exits === undefined ? null : readStatus(exits, reading);
  if (argv === undefined || status === undefined) return undefined;
  return {
    kind: 'exec',
    argv,
    file: textOfScalar(find('file')?.value ?? null) ?? null,
    interpreter: textOfScalar(find('interpreter')?.value ?? null) ?? null,
    exits: status,
  };
}

function readArgv(entry: Entry, { sink }: Reading): readonly string[] | undefined {
  const span = entry.value === null ? entry.keySpan : spanOfNode(entry.value);
  if (isSeq(entry.value)) {
    const argv = entry.value.items.map((item) => (isNode(item) ? textOfScalar(item) : undefined));
    const whole = argv.filter((word): word is string => word !== undefined);
    if (whole.length > 0 && whole.length === argv.length && whole[0] !== '') return whole;
    sink.add(casesProblems.badCommand(span, { message: 'a command is a list of texts' }));
    return undefined;
  }
  const split = splitCommand(textOfScalar(entry.value) ?? '');
  if (split.ok) return split.argv;
  sink.add(casesProblems.badCommand(span, { message: split.message }));
  return undefined;
}

function readPair(
  entry: Entry,
  kind: 'rename' | 'link',
  find: Find,
  { sink }: Reading,
): Action | undefined {
  const paths = isSeq(entry.value) ? itemsOf(entry, sink).map(textOfScalar) : [];
  const [from, to] = paths;
  if (paths.length !== 2 || from === undefined || to === undefined || from === '' || to === '') {
    sink.add(casesProblems.badPair(entry.keySpan, { key: kind }));
    return undefined;
  }
  const directory = find('directory')?.value ?? null;
  return { kind, from, to, directory: isScalar(directory) && directory.value === true };
}

function readConnect(
  entry: Entry,
  kind: 'connect' | 'listen',
  find: Find,
  reading: Reading,
): Action | undefined {
  const text = textIn(entry, reading);
  if (text === undefined) return undefined;
  const place = readPlace(text, reading.numberOf);
  if (!place.ok) {
    const span = entry.value === null ? entry.keySpan : spanOfNode(entry.value);
    reading.sink.add(casesProblems.badAddress(span, place));
    return undefined;
  }
  const named = find('hosts');
  const hosts = named === undefined ? [] : itemsOf(named, reading.sink).map(textOfScalar);
  return {
    kind,
    address: place.address,
    hosts: [
      ...(place.host === null ? [] : [place.host]),
      ...hosts.filter((host) => host !== undefined),
    ],
  };
}

function readStatus(entry: Entry, { sink }: Reading): number | undefined {
  const text = textOfScalar(entry.value);
  if (text !== undefined && /^[0-9]{1,3}$/.test(text) && Number(text) <= 255) return Number(text);
  const found = text === undefined ? kindOf(entry.value) : `\`${text.slice(0, 40)}\``;
  sink.add(casesProblems.badStatus(entry.keySpan, { found }));
  return undefined;
}
