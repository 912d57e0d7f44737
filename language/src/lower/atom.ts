/** Atoms: the yes-or-no questions that rows are made of. Equal questions are one object. */
import type { EngineOp } from '@rein/contract';
import type { AddressBlock, Endpoint, PortRange } from '../endpoint/endpoint.js';
import type { Glob } from '../glob/glob.js';
import type { PathPattern } from '../program.js';

export type Question =
  | { readonly kind: 'op'; readonly op: EngineOp }
  | { readonly kind: 'label'; readonly label: string }
  /** Number of a gate of the image. */
  | { readonly kind: 'gate'; readonly gate: number }
  | { readonly kind: 'lineage'; readonly path: PathPattern }
  /** Whether the exec of the program that runs met a set of patterns. */
  | { readonly kind: 'standing'; readonly bit: number }
  | { readonly kind: 'path'; readonly glob: Glob }
  /** Directories whose move moves what the glob names. */
  | { readonly kind: 'tree'; readonly glob: Glob }
  | { readonly kind: 'arg'; readonly glob: Glob }
  | { readonly kind: 'endpoint'; readonly endpoint: Exclude<Endpoint, { kind: 'any' | 'host' }> }
  | { readonly kind: 'host'; readonly name: Glob };

export type AtomKind = Question['kind'];

/** A question and its name, by which it is listed. */
export type Atom = Question & { readonly text: string };

/** Hands out one object per question. */
export class Atoms {
  private readonly known = new Map<string, Atom>();

  of(question: Question): Atom {
    const text = textOf(question);
    const known = this.known.get(text);
    if (known !== undefined) return known;
    const atom = { ...question, text };
    this.known.set(text, atom);
    return atom;
  }
}

function textOf(question: Question): string {
  switch (question.kind) {
    case 'op':
      return `op ${question.op}`;
    case 'label':
      return `label ${question.label}`;
    case 'gate':
      return `gate ${question.gate}`;
    case 'standing':
      return `standing ${question.bit}`;
    case 'lineage':
      return `lineage ${question.path.glob.text}`;
    case 'path':
    case 'tree':
    case 'arg':
      return `${question.kind} ${question.glob.text}`;
    case 'endpoint':
      return `endpoint ${endpointText(question.endpoint)}`;
    case 'host':
      return `host ${question.name.text}`;
    default:
      return question satisfies never;
  }
}

function endpointText(endpoint: Exclude<Endpoint, { kind: 'any' | 'host' }>): string {
  if (endpoint.kind === 'address') {
    return `${blockText(endpoint.block)}${portsText(endpoint.ports)}`;
  }
  if (endpoint.space === 'any') return 'unix:*';
  return `unix:${endpoint.space === 'abstract' ? '@' : ''}${endpoint.glob.text}`;
}

function blockText({ family, address, bits }: AddressBlock): string {
  if (family === 'any') return '*';
  const shown = family === 4 ? address.subarray(12) : address;
  const hex = Array.from(shown, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `v${family}:${hex}/${family === 4 ? bits - 96 : bits}`;
}

function portsText(ports: PortRange | null): string {
  if (ports === null) return '';
  return ports.from === ports.to ? `:${ports.from}` : `:${ports.from}-${ports.to}`;
}
