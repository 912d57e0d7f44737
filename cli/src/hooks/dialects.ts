/** What a hook is asked. Other members of its input are not looked at. */
export interface HookInput {
  readonly event: string;
  readonly session: string;
}

/**
 * The answers an agent accepts, kept to the fewest members. A member that Codex does not know makes
 * its hook fail and the action proceed, so nothing is sent that is not documented for that event.
 */
export interface Dialect {
  /** Events whose answer may carry context for the model. On all others nothing is said. */
  readonly events: ReadonlySet<string>;
}

export const DIALECTS = {
  claude: {
    events: new Set([
      'PostToolUse',
      'PostToolUseFailure',
      'PostToolBatch',
      'UserPromptSubmit',
      'SessionStart',
      'SubagentStart',
    ]),
  },
  codex: { events: new Set(['PostToolUse']) },
} as const satisfies Record<string, Dialect>;

export type Agent = keyof typeof DIALECTS;

export const AGENTS = ['claude', 'codex'] as const satisfies readonly Agent[];

/** The answer that puts a text before the model. */
export function contextAnswer(event: string, text: string): string {
  return `${JSON.stringify({
    hookSpecificOutput: { hookEventName: event, additionalContext: text },
  })}\n`;
}
