import { describe, expect, it } from 'vitest';
import { isHookWired, wireHook } from '../../src/hooks/wiring.js';

describe('hook configuration', () => {
  it('is made for Claude Code', () => {
    const text = wireHook('claude', undefined);
    const hook = {
      matcher: '*',
      hooks: [{ type: 'command', command: 'rein hook claude', timeout: 10 }],
    };
    expect(JSON.parse(text)).toEqual({
      hooks: { PostToolUse: [hook], PostToolUseFailure: [hook] },
    });
    expect(isHookWired('claude', text)).toBe(true);
  });

  it('is made for Codex', () => {
    expect(JSON.parse(wireHook('codex', ''))).toEqual({
      hooks: {
        PostToolUse: [
          { matcher: '.*', hooks: [{ type: 'command', command: 'rein hook codex', timeout: 10 }] },
        ],
      },
    });
  });

  it('keeps everything that was there', () => {
    const before = {
      permissions: { allow: ['Bash(ls)'] },
      hooks: {
        PostToolUse: [{ matcher: 'Edit', hooks: [{ type: 'command', command: 'lint' }] }],
        Stop: [{ hooks: [{ type: 'command', command: 'bell' }] }],
      },
    };
    const after = JSON.parse(wireHook('claude', JSON.stringify(before)));
    expect(after.permissions).toEqual(before.permissions);
    expect(after.hooks.Stop).toEqual(before.hooks.Stop);
    expect(after.hooks.PostToolUse[0]).toEqual(before.hooks.PostToolUse[0]);
    expect(after.hooks.PostToolUse).toHaveLength(2);
  });

  it('changes nothing the second time, not even white space', () => {
    for (const agent of ['claude', 'codex'] as const) {
      const once = wireHook(agent, undefined);
      const spaced = `  ${once}\n\n`;
      expect(wireHook(agent, spaced)).toBe(spaced);
    }
  });

  it('knows the hook by whatever path it is called', () => {
    const text = wireHook('codex', undefined).replace('rein hook', '/opt/bin/rein hook');
    expect(wireHook('codex', text)).toBe(text);
  });

  it('adds only the event that is missing', () => {
    const text = wireHook('claude', undefined);
    const { hooks } = JSON.parse(text);
    const half = JSON.stringify({ hooks: { PostToolUse: hooks.PostToolUse } });
    expect(isHookWired('claude', half)).toBe(false);
    const after = JSON.parse(wireHook('claude', half));
    expect(after.hooks.PostToolUse).toHaveLength(1);
    expect(after.hooks.PostToolUseFailure).toHaveLength(1);
  });

  it.each([
    ['{', 'it is not JSON'],
    ['[]', 'it is not an object'],
    ['{"hooks":[]}', 'hooks is not an object'],
    ['{"hooks":{"PostToolUse":{}}}', 'PostToolUse is not a list'],
  ])('leaves %s alone', (text, message) => {
    expect(() => wireHook('claude', text)).toThrow(message);
    expect(isHookWired('claude', text)).toBe(false);
  });
});
