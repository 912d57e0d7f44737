/** Different texts remembered, so that a storm of the same denial is told once. */
const REMEMBERED_MAX = 1024;

/** Whether a text is one that was not heard of before. */
export type IsNews = (text: string) => boolean;

/**
 * The engine says nothing to a process whose stderr is closed, full, or the screen of a program that
 * draws on it. Through the feedback file an agent hears of that too, each thing once.
 */
export function createUntold(): IsNews {
  const said = new Set<string>();
  return (text) => {
    if (said.has(text)) return false;
    if (said.size >= REMEMBERED_MAX) said.clear();
    said.add(text);
    return true;
  };
}
