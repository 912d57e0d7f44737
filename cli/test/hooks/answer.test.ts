import { appendFileSync, chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CURSOR_FILE, FEEDBACK_FILE } from '@rein/enforce';
import { describe, expect, it } from 'vitest';
import { answerHook } from '../../src/hooks/answer.js';
import { createCursorFile } from '../../src/hooks/cursor.js';
import type { Agent } from '../../src/hooks/dialects.js';

function runFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rein-hook-'));
  createCursorFile(folder);
  writeFileSync(join(folder, FEEDBACK_FILE), '');
  return folder;
}

const tell = (folder: string, text: string) =>
  appendFileSync(join(folder, FEEDBACK_FILE), `${text}\n\n`);
const ask = (folder: string, session = 's', event = 'PostToolUse', agent: Agent = 'claude') =>
  answerHook(agent, { event, session }, folder);

describe('hook', () => {
  it('answers with what is new, and then is silent', () => {
    const folder = runFolder();
    expect(ask(folder)).toBe('');
    tell(folder, '[rein] blocked: exec of git push\n  why: not today');
    expect(ask(folder)).toBe(
      '{"hookSpecificOutput":{"hookEventName":"PostToolUse","additionalContext":' +
        '"[rein] blocked: exec of git push\\n  why: not today"}}\n',
    );
    expect(ask(folder)).toBe('');
    tell(folder, '[rein] note: x');
    tell(folder, '[rein] note: y');
    expect(ask(folder)).toContain('[rein] note: x\\n\\n[rein] note: y');
    expect(ask(folder)).toBe('');
  });

  it('tells every session of a run', () => {
    const folder = runFolder();
    tell(folder, '[rein] note: x');
    expect(ask(folder, 'one')).toContain('note: x');
    expect(ask(folder, 'two')).toContain('note: x');
    expect(ask(folder, 'one')).toBe('');
    expect(ask(folder, 'two')).toBe('');
  });

  it('speaks to each agent in words it accepts, and else not at all', () => {
    const folder = runFolder();
    tell(folder, '[rein] note: x');
    expect(ask(folder, 's', 'PreCompact')).toBe('');
    expect(ask(folder, 's', 'PreToolUse', 'codex')).toBe('');
    expect(ask(folder, 's', 'UserPromptSubmit', 'codex')).toBe('');
    expect(JSON.parse(ask(folder, 's', 'PostToolUse', 'codex'))).toEqual({
      hookSpecificOutput: { hookEventName: 'PostToolUse', additionalContext: '[rein] note: x' },
    });
  });

  it('tells twice rather than never when its place cannot be kept', () => {
    const folder = runFolder();
    tell(folder, '[rein] note: x');
    writeFileSync(join(folder, CURSOR_FILE), 'not json');
    expect(ask(folder)).toContain('note: x');
    expect(ask(folder)).toBe('');
  });

  it('never changes the size of the file that it may write', () => {
    const folder = runFolder();
    tell(folder, '[rein] note: x');
    for (let n = 0; n < 60; n++) ask(folder, `session-${n}-${'é'.repeat(100)}`);
    expect(readFileSync(join(folder, CURSOR_FILE))).toHaveLength(4096);
    // The newest are remembered, the oldest are told again.
    expect(ask(folder, `session-59-${'é'.repeat(100)}`)).toBe('');
    expect(ask(folder, `session-0-${'é'.repeat(100)}`)).toContain('note: x');
  });

  it('knows nothing of a run without feedback', () => {
    const folder = mkdtempSync(join(tmpdir(), 'rein-hook-'));
    chmodSync(folder, 0o700);
    expect(ask(folder)).toBe('');
  });
});
