/** A timer of Node's own that is to take longer goes off at once. */
const TIMER_MS_MAX = 2 ** 31 - 1;

/** Calls `work` after `ms`, however long that is. Returns what ends the wait. */
export function startTimer(ms: number, work: () => void): () => void {
  const deadline = performance.now() + ms;
  let timer: NodeJS.Timeout;
  const wait = (): void => {
    const left = deadline - performance.now();
    timer = left > TIMER_MS_MAX ? setTimeout(wait, TIMER_MS_MAX) : setTimeout(work, left);
  };
  wait();
  return () => clearTimeout(timer);
}
