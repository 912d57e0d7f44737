import { enforcementOfClause } from '@rein/govern';
import { type Explanation, explain, renderExplanation } from '@rein/language';
import { paintFor } from '../terminal/diagnostic-paint.js';
import type { Colors } from '../terminal/style.js';
import type { Examined } from './examine.js';

/** What a policy does here, in plain words; nothing when it is not valid. */
export function explanationOf({ program, settings, tier }: Examined): Explanation | undefined {
  if (program === null) return undefined;
  return explain(program, {
    enforcement: (clause) => enforcementOfClause(program, tier, clause),
    settings,
  });
}

/** The same for a person. */
export function explanationText(examined: Examined, colors: Colors): string {
  const explanation = explanationOf(examined);
  return explanation === undefined ? '' : renderExplanation(explanation, paintFor(colors));
}
