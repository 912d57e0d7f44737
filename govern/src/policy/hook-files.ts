/** Where agents are told which hooks to call, relative to the project: what a run may not change. */
export const HOOK_FILES = ['.claude/settings*.json', '.codex/hooks.json'] as const;
