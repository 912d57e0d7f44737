/** Sources, transforms and lineage: what labels come and go with an event. */
import { opBit } from '@rein/contract';
import type { Atom } from './atom.js';
import { all } from './clause-rows.js';
import type { Context } from './context.js';
import type { Row } from './row.js';
import { execAtoms, pathAtoms, targetAtoms } from './targets.js';

const EXEC = opBit('exec');
/** Whatever is done to a file, its source label is on it then. */
const FILE = EXEC | opBit('read') | opBit('write') | opBit('unlink');
const ENDPOINT = opBit('connect') | opBit('recv');

/** Rows of the sources and transforms of labels that some condition sees. */
export function labelRows(context: Context, live: ReadonlySet<string>): readonly Row[] {
  return [...sourceRows(context), ...transformRows(context)].filter(
    ({ operand }) => operand.kind === 'label' && live.has(operand.label),
  );
}

function sourceRows({ program, atoms }: Context): readonly Row[] {
  return program.sources.flatMap((source): Row[] => {
    const { label, line } = source;
    switch (source.kind) {
      case 'file':
        return [labelRow('add-label', label, line, FILE, pathAtoms(source.path, atoms), 'object')];
      case 'endpoint': {
        const named = targetAtoms(source.endpoint, atoms);
        return [labelRow('add-label', label, line, ENDPOINT, named, 'object')];
      }
      case 'exec':
        return [labelRow('add-label', label, line, EXEC, execAtoms(source.exec, atoms), 'source')];
      case 'agent':
        return [];
      default:
        return source satisfies never;
    }
  });
}

function transformRows({ program, atoms }: Context): readonly Row[] {
  return program.transforms.flatMap((transform) => {
    if (transform.kind !== 'exec') return [];
    const { label, line } = transform;
    const action = transform.what === 'endorse' ? 'add-label' : 'drop-label';
    return [labelRow(action, label, line, EXEC, execAtoms(transform.exec, atoms), 'transform')];
  });
}

/** `object`: a source of files or endpoints. `source`: of the subject, by exec. */
function labelRow(
  action: 'add-label' | 'drop-label',
  label: string,
  line: number,
  ops: number,
  named: readonly Atom[],
  by: 'object' | 'source' | 'transform',
): Row {
  return {
    table: 'flow',
    ops,
    action,
    operand: { kind: 'label', label },
    literals: all(named),
    // An argument that was not read: a label too many is safe, one too few is not.
    assume: by === 'source',
    object: by === 'object',
    owner: line,
  };
}

/** Rows that note which programs a process descends from. */
export function lineageRows(lineages: readonly Atom[], { atoms }: Context): readonly Row[] {
  return lineages.flatMap((atom) => {
    if (atom.kind !== 'lineage') return [];
    return [
      {
        table: 'flow',
        ops: EXEC,
        action: 'lineage',
        operand: { kind: 'lineage', atom },
        literals: all(pathAtoms(atom.path, atoms)),
        assume: false,
        object: false,
        owner: 0,
      },
    ] satisfies Row[];
  });
}
