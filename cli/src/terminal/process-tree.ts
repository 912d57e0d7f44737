import type { ProcessNode } from '@rein/contract/api';
import { foreign } from './foreign.js';
import type { Colors } from './style.js';

/** Processes as a tree, one a line: each below its parent, those without one here at the top. */
export function drawProcesses(
  processes: readonly ProcessNode[],
  { dim }: Pick<Colors, 'dim'>,
): string {
  const known = new Set(processes.map(({ pid }) => pid));
  const below = (pid: number | undefined): readonly ProcessNode[] =>
    processes.filter(({ ppid }) => (pid === undefined ? !known.has(ppid) : ppid === pid));
  const lines: string[] = [];
  const draw = (nodes: readonly ProcessNode[], indent: string): void => {
    nodes.forEach(({ pid, command }, at) => {
      const isLast = at === nodes.length - 1;
      lines.push(`${dim(`${indent}${isLast ? '└─' : '├─'}`)} ${pid} ${foreign(command)}\n`);
      draw(below(pid), `${indent}${isLast ? '   ' : '│  '}`);
    });
  };
  draw(below(undefined), '');
  return lines.join('');
}
