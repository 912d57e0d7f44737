/**
 * How long the command's leftovers get to end by themselves before they are said to be left behind.
 * Most are children that notice a closed pipe.
 */
export const GRACE_MS = 300;

/** Resolves to `late` when `promise` takes longer than `ms`. */
export async function within<T, L>(promise: Promise<T>, ms: number, late: L): Promise<T | L> {
  let timer: NodeJS.Timeout | undefined;
  const clock = new Promise<L>((resolve) => {
    timer = setTimeout(() => resolve(late), ms);
  });
  try {
    return await Promise.race([promise, clock]);
  } finally {
    clearTimeout(timer);
  }
}
