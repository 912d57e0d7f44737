import { expect, it } from 'vitest';
import * as z from 'zod';
import { flawsOf, flawText } from '../../src/api/issue.js';

const STEP = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('read'), path: z.string().min(2) }),
  z.strictObject({ action: z.literal('list'), names: z.array(z.int()).max(1) }),
]);
const FILE = z.strictObject({
  version: z.literal(1),
  mode: z.enum(['guard', 'strict']).default('guard'),
  steps: z.array(STEP).optional(),
  id: z.string().regex(/^a/, 'not an id').optional(),
});

it('says what is wrong in words for whoever wrote it, and where', () => {
  const whys = (value: unknown) =>
    flawsOf(FILE.safeParse(value).error ?? new z.ZodError([])).map(({ path, message }) => [
      ...[path, message],
    ]);
  expect(whys({ mode: 'lax', size: 1 })).toEqual([
    ['version', 'not 1'],
    ['mode', 'not one of guard, strict'],
    ['', 'there is no member `size`'],
  ]);
  expect(whys({ version: 2, steps: {}, id: 'b' })).toEqual([
    ['version', 'not 1'],
    ['steps', 'not a list'],
    ['id', 'not an id'],
  ]);
  expect(whys({ version: 1, steps: [{ action: 'write' }, { action: 'read' }] })).toEqual([
    ['steps.0.action', 'not one of read, list'],
    ['steps.1.path', 'is missing'],
  ]);
  const read = { action: 'read', path: 'x' };
  const list = { action: 'list', names: ['c'] };
  expect(whys({ version: 1, steps: [read, list] })).toEqual([
    ['steps.0.path', 'less than 2 characters'],
    ['steps.1.names.0', 'not a number'],
  ]);
  expect(whys({ version: 1, steps: [{ action: 'list', names: [1, 2] }] })).toEqual([
    ['steps.0.names', 'more than 1 items'],
  ]);
  const parsed = FILE.safeParse(7);
  expect(flawText(parsed.error ?? new z.ZodError([]))).toBe('not an object');
});
