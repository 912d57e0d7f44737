/**
 * Capabilities as rules of the engine, so that an agent that goes around the daemon meets the same
 * answer. What the engine cannot tell apart (sizes, methods, the order of arguments) is said in
 * notes: `guard` then lets the wider thing pass, `strict` refuses it.
 */
import type { Rule } from '../program.js';
import type { Capabilities } from './capability.js';
import { lowerFiles } from './lower-files.js';
import { lowerNetwork } from './lower-network.js';
import { lowerPrograms } from './lower-programs.js';
import type { LowerCapabilityFacts, LoweredPart, LowerNote } from './lowering.js';

export interface LoweredCapabilities {
  /** Named after the capability, or after the rule they come from. */
  readonly rules: readonly Rule[];
  /** Where the engine's answer and the daemon's can differ. */
  readonly notes: readonly LowerNote[];
}

const NO_GATEWAY = 'is decided and recorded; nobody carries a call out, and the engine sees none';

/** A call is bytes between an agent and a server: nothing that the engine could tell from others. */
function lowerTools({ rules }: Capabilities): LoweredPart {
  const tools = rules.filter(({ capability }) => capability === 'mcp.call');
  return { rules: [], notes: tools.map(({ id }) => ({ about: id, message: NO_GATEWAY })) };
}

const NO_LABEL = 'hands out a value that carries no label: rules about labels do not follow it';

/** A value goes to whoever asked, over a connection that the engine does not see. */
function lowerSecrets({ rules }: Capabilities): LoweredPart {
  const secrets = rules.filter(
    ({ capability, effect }) => capability === 'secrets.read' && effect !== 'deny',
  );
  return { rules: [], notes: secrets.map(({ id }) => ({ about: id, message: NO_LABEL })) };
}

/** Rules of the engine for a run. Nothing for a policy without `capabilities`. */
export function lowerCapabilities(
  capabilities: Capabilities | null,
  facts: LowerCapabilityFacts,
): LoweredCapabilities {
  if (capabilities === null) return { rules: [], notes: [] };
  const parts: readonly LoweredPart[] = [
    lowerFiles('fs.read', capabilities, facts),
    lowerFiles('fs.write', capabilities, facts),
    lowerFiles('fs.delete', capabilities, facts),
    lowerNetwork(capabilities, facts),
    lowerPrograms(capabilities, facts),
    lowerTools(capabilities),
    lowerSecrets(capabilities),
  ];
  return {
    rules: parts.flatMap(({ rules }) => rules),
    notes: parts.flatMap(({ notes }) => notes),
  };
}
