/** Who waits for actions to be over. */
export interface Waiters {
  /**
   * Begins to wait, for `ms` at most. Whoever looks at the action only after that misses nothing; he
   * says `leave` when he is done.
   */
  enter(id: string, ms: number): { readonly over: Promise<void>; leave(): void };
  wake(id: string): void;
}

export function createWaiters(): Waiters {
  const waiting = new Map<string, Set<() => void>>();
  return {
    enter(id, ms) {
      let finish: () => void = () => undefined;
      const over = new Promise<void>((resolve) => {
        finish = resolve;
      });
      const timer = setTimeout(finish, ms);
      const own = waiting.get(id) ?? new Set();
      waiting.set(id, own.add(finish));
      return {
        over,
        leave() {
          clearTimeout(timer);
          own.delete(finish);
          if (own.size === 0 && waiting.get(id) === own) waiting.delete(id);
        },
      };
    },
    wake(id) {
      for (const finish of waiting.get(id) ?? []) finish();
    },
  };
}
