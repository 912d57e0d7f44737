import { expect, it } from 'vitest';
import { parseAskMode } from '../../src/run/ask-mode.js';

it.each([
  ['deny', 'deny'],
  ['allow', 'allow'],
  ['wait=90', { waitSeconds: 90 }],
  ['wait=60s', { waitSeconds: 60 }],
  ['wait=5m', { waitSeconds: 300 }],
  ['wait=24h', { waitSeconds: 86_400 }],
])('reads %s', (text, mode) => {
  expect(parseAskMode(text)).toEqual(mode);
});

it.each(['', 'wait', 'wait=', 'wait=0', 'wait=-1s', 'wait=1.5s', 'wait=25h', 'wait=5d', 'Deny'])(
  'refuses %j',
  (text) => {
    expect(() => parseAskMode(text)).toThrow(`\`--ask\` does not take \`${text}\``);
  },
);
