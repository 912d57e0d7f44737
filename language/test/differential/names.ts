/** What the numbers of an image stand for. Labels that nobody asks for are not in it. */
import { eventText } from '../../src/check/gate-text.js';
import type { Listing } from '../../src/lower/listing.js';

export class Names {
  /** All labels by number; `live` are those that flow. */
  readonly labels: readonly string[];
  readonly live: ReadonlySet<string>;
  readonly lineages: readonly string[];
  readonly gates: readonly string[];
  /** Text of the gate of each exit slot. */
  readonly exits: readonly string[];

  constructor(listing: Listing) {
    this.labels = listing.labels;
    this.live = new Set(listing.labels.slice(2));
    this.lineages = listing.lineages.map((text) => text.slice('lineage '.length));
    this.gates = listing.gates;
    this.exits = listing.exits.map(({ gate }) => listing.gates[gate] ?? '');
  }

  /** Gates of the image that an approval opens. */
  approvalGates(name: string): readonly number[] {
    const opener = eventText({ kind: 'approval', name });
    return this.gates.flatMap((text, gate) =>
      text === opener || text.startsWith(`${opener} since `) ? [gate] : [],
    );
  }
}

/** Sorted, so that sets can be compared. */
export function sorted(texts: Iterable<string>): readonly string[] {
  return [...texts].sort();
}

/** What a step came to. */
export interface Outcome {
  readonly verdict?: string;
  readonly decisive?: number | null;
  readonly matches?: readonly number[];
  readonly more?: number;
  readonly process?: ProcessOutcome;
  /** Labels of the objects of the aspects. */
  readonly objects?: readonly (readonly string[])[];
  readonly gates?: readonly string[];
}

export interface ProcessOutcome {
  readonly labels: readonly string[];
  readonly shield: readonly string[];
  readonly lineage: readonly string[];
  /** Texts of the gates that it is armed for. */
  readonly exits: readonly string[];
}
