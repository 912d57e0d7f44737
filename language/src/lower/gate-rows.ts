/** Gates: what opens them, what closes them, and which exits are waited for. */
import { type Action, opMask } from '@rein/contract';
import type { GateOpener } from '../program.js';
import { all, isAnchored, MOVE_OPS } from './clause-rows.js';
import type { Context } from './context.js';
import { number, type Row } from './row.js';
import { execAtoms, pathAtoms } from './targets.js';

/** A process that was armed with it opens the gate by ending with the status. */
export interface ExitSlot {
  readonly gate: number;
  readonly status: number;
}

export interface GateRows {
  readonly rows: readonly Row[];
  readonly exits: readonly ExitSlot[];
}

/** Rows of all gates. Approvals have none: the host of the engine opens those. */
export function gateRows(context: Context): GateRows {
  const exits: ExitSlot[] = [];
  const rows = context.gates.flatMap(({ opener, closers }, gate) => {
    const closing = closers.flatMap((event) => eventRows(event, 'gate-close', gate, context));
    if (opener.kind !== 'exec' || opener.exits === null) {
      return [...eventRows(opener, 'gate-open', gate, context), ...closing];
    }
    const slot = exits.push({ gate, status: opener.exits }) - 1;
    return [...eventRows(opener, 'arm-exit', slot, context), ...closing];
  });
  return { rows, exits };
}

function eventRows(
  event: GateOpener,
  action: Action,
  operand: number,
  context: Context,
): readonly Row[] {
  const { atoms } = context;
  const row = (ops: number, literals: Row['literals']): Row => ({
    table: 'gates',
    ops,
    action,
    operand: number(operand),
    literals,
    // An argument that was not read: a gate closed too often is safe, one opened is not.
    assume: action === 'gate-close',
    object: false,
    owner: 0,
  });
  switch (event.kind) {
    case 'exec':
      return [row(opMask('exec'), all(execAtoms(event.exec, atoms)))];
    case 'file': {
      const ops = opMask(event.operation);
      const named = row(ops, all(pathAtoms(event.path, atoms)));
      if ((ops & MOVE_OPS) === 0 || !isAnchored(event.path, context)) return [named];
      const tree = atoms.of({ kind: 'tree', glob: event.path.glob });
      return [named, row(ops & MOVE_OPS, all([tree]))];
    }
    case 'approval':
      return [];
    default:
      return event satisfies never;
  }
}
