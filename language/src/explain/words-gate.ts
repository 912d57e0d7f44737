/** Gates in words. */
import { quote } from '../diagnostics/quote.js';
import type { Gate, GateOpener } from '../program.js';
import { execWords, pathWords } from './words-pattern.js';

const DONE = { open: 'opened', read: 'read', write: 'changed', unlink: 'removed' } as const;

/** `a program named X has ended with status 0, and no file at Y has been changed since` */
export function gateWords(gate: Gate, wanted: boolean): string {
  const opened = happened(gate.opener);
  const closers = gate.closers.map(notSince).join(' and ');
  const since = closers === '' ? '' : ` and ${closers} since`;
  return wanted ? `${opened}${since}` : `it is not so that ${opened}${since}`;
}

function happened(event: GateOpener): string {
  switch (event.kind) {
    case 'exec': {
      const { exec, exits } = event;
      const ran = exits === null ? 'has been started' : `has ended with status ${exits}`;
      return `${execWords(exec)} ${ran}`;
    }
    case 'file':
      return `${pathWords(event.path, 'file')} has been ${DONE[event.operation]}`;
    case 'approval':
      return `a person has approved ${quote(event.name)}`;
    default:
      return event satisfies never;
  }
}

function notSince(event: GateOpener): string {
  switch (event.kind) {
    case 'exec':
      return `${none(execWords(event.exec))} has been started`;
    case 'file':
      return `${none(pathWords(event.path, 'file'))} has been ${DONE[event.operation]}`;
    case 'approval':
      return `nobody has approved ${quote(event.name)}`;
    default:
      return event satisfies never;
  }
}

function none(words: string): string {
  return words.replace(/^(?:a|any) /, 'no ');
}
