/** `capabilities:` of a policy file. */
import { isMap } from 'yaml';
import { capabilityProblems } from '../diagnostics/codes/capabilities.js';
import { documentProblems } from '../diagnostics/codes/document.js';
import type { Lines } from '../diagnostics/lines.js';
import type { Sink } from '../diagnostics/sink.js';
import {
  type Entry,
  entriesOf,
  itemsOf,
  kindOf,
  mapOf,
  spanOfNode,
} from '../document/yaml/values.js';
import {
  CAPABILITIES,
  CAPABILITY_LIMITS,
  type Capabilities,
  type Capability,
  type CapabilityRule,
} from './capability.js';
import { readRule } from './read-rule.js';

/** Reads the map from capabilities to lists of rules. Problems go to `sink`; never throws. */
export function readCapabilities(entry: Entry, lines: Lines, sink: Sink): Capabilities {
  const map = mapOf(entry, sink);
  const rules: CapabilityRule[] = [];
  const ids = new Set<string>();
  for (const one of map === undefined ? [] : entriesOf(map, CAPABILITIES, sink)) {
    const capability = CAPABILITIES.find((name) => name === one.key);
    if (capability === undefined) continue;
    for (const rule of rulesOf(one, capability, lines, sink)) {
      if (ids.has(rule.id)) sink.add(capabilityProblems.duplicateId(rule.span, { id: rule.id }));
      ids.add(rule.id);
      rules.push(rule);
    }
  }
  const max = CAPABILITY_LIMITS.rules;
  if (rules.length > max)
    sink.add(capabilityProblems.tooMany(entry.keySpan, { what: 'rules', max }));
  return { rules: rules.slice(0, max) };
}

function rulesOf(entry: Entry, capability: Capability, lines: Lines, sink: Sink): CapabilityRule[] {
  return itemsOf(entry, sink).flatMap((node, index) => {
    if (!isMap(node)) {
      const found = `one that holds ${kindOf(node)}`;
      const help = 'a rule is a map: `- allow: "src/**"`';
      const wrong = { key: entry.key, expected: 'a list of rules', found, help };
      sink.add(documentProblems.wrongType(spanOfNode(node), wrong));
      return [];
    }
    const id = `${capability}#${index + 1}`;
    const rule = readRule(node, { capability, id, lines, sink });
    return rule === undefined ? [] : [rule];
  });
}
