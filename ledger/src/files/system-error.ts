/** The system's code of an error (`ENOENT` and the like), or its message if it has none. */
export function systemCode(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}

/** Runs `action`; undefined instead of an error with this system code. */
export function unless<T>(code: string, action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (systemCode(error) === code) return undefined;
    throw error;
  }
}
