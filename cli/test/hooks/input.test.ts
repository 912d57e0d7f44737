import { closeSync, openSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseHookInput, readHookInput } from '../../src/hooks/input.js';

it('takes the members of a hook that matter', () => {
  const text = '{"hook_event_name":"PostToolUse","session_id":"s","tool_name":"Bash"}';
  expect(parseHookInput(text)).toEqual({ event: 'PostToolUse', session: 's' });
});

it.each(['', '[]', 'null', '{"hook_event_name":1}'])('takes no %j', (text) => {
  expect(() => parseHookInput(text)).toThrow(/^(it is not|hook_event_name is not)/);
});

it('does not read an input without an end', () => {
  const fd = openSync('/dev/zero', 'r');
  expect(() => readHookInput(fd)).toThrow('it is too long');
  closeSync(fd);
});
