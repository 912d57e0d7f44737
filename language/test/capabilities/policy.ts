import { expect } from 'vitest';
import {
  type Capabilities,
  createEvaluator,
  parsePolicyFile,
  readAction,
} from '../../src/index.js';

/** The capabilities of a file whose `capabilities:` is `yaml`, which has to be without fault. */
export function capabilitiesOf(yaml: string): Capabilities {
  const { capabilities, diagnostics } = parsePolicyFile(`version: 1\ncapabilities:\n${yaml}`);
  expect(diagnostics).toEqual([]);
  if (capabilities === null) throw new Error('no capabilities');
  return capabilities;
}

/** What `yaml` says about an action: its verdict, and the rule that decided. */
export function verdictOf(
  yaml: string,
  capability: string,
  resource: string,
  args: Record<string, unknown> = {},
): string {
  const read = readAction(capability, args, resource);
  if (!read.ok) return `unread: ${read.why}`;
  const { verdict, rule } = createEvaluator(capabilitiesOf(yaml)).decide(read.action);
  return rule === null ? verdict : `${verdict} by ${rule.id}`;
}
