import type { EngineEvent } from '@rein/contract';
import type { KnownState } from '@rein/language';

/** What a run has met, from what its engine tells: the labels that any process of it gained, and its gates. */
export interface Met {
  take(event: EngineEvent): void;
  state(): KnownState;
}

export function createMet(): Met {
  const labels = new Set<string>();
  const openGates = new Set<string>();
  return {
    take(event) {
      if (event.kind === 'label') for (const label of event.gained) labels.add(label);
      if (event.kind === 'gate' && event.state === 'open') openGates.add(event.gate);
      if (event.kind === 'gate' && event.state === 'closed') openGates.delete(event.gate);
    },
    state: () => ({ labels: [...labels], openGates: [...openGates] }),
  };
}
