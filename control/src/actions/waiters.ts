/** Who waits for actions to be over. */
export interface Waiters {
  /**
   * Begins to wait, for `ms` at most. Whoever looks at the action only after that misses nothing; he
   * says `leave` when he is done.
   */
  enter(id: string, ms: number): { readonly over: Promise<void>; leave(): void };
  wake(id: string): void;
  readonly count: number;
}

export function createWaiters(): Waiters {
  const waiting = new Map<string, Set<() => void>>();
  let count = 0;
  return {
    enter(id, ms) {
      let finish: () => void = () => undefined;
      const over = new Promise<void>((resolve) => {
        finish = resolve;
      });
      const timer = setTimeout(finish, ms);
      const own = waiting.get(id) ?? new Set();
      waiting.set(id, own.add(finish));
      count += 1;
      return {
        over,
        leave() {
          clearTimeout(timer);
          if (own.delete(finish)) count -= 1;
          if (own.size === 0 && waiting.get(id) === own) waiting.delete(id);
        },
      };
    },
    get count() {
      return count;
    },
    wake(id) {
      for (const finish of waiting.get(id) ?? []) finish();
    },
  };
}
