/** One lattice: a child has what its ancestors bound, and may only take away what they left open. */
import { documentProblems } from '../../diagnostics/codes/document.js';
import type { Sink } from '../../diagnostics/sink.js';
import type { Domain, Name } from './domain.js';

export interface DomainFile {
  /** Names of the rules that the file defines. */
  readonly rules: readonly string[];
  readonly domains: readonly Domain[];
  /** `default_domain`, when there is one. */
  readonly chosen: Name | undefined;
  readonly sink: Sink;
}

export function checkDomains(file: DomainFile): void {
  const byName = new Map(file.domains.map((domain) => [domain.name.text, domain]));
  for (const domain of file.domains) {
    checkBindings(domain, file);
    checkParent(domain, byName, file.sink);
    checkDisabled(domain, byName, file.sink);
  }
  checkChoice(byName, file);
}

function checkBindings({ bind }: Domain, { rules, sink }: DomainFile): void {
  for (const { rule } of bind) {
    if (rules.includes(rule.text)) continue;
    sink.add(documentProblems.unknownBoundRule(rule.span, { key: rule.text, known: rules }));
  }
}

type ByName = ReadonlyMap<string, Domain>;

function checkParent({ name, parent }: Domain, byName: ByName, sink: Sink): void {
  if (parent === undefined) return;
  if (!byName.has(parent.text)) {
    const known = [...byName.keys()];
    sink.add(documentProblems.unknownDomain(parent.span, { key: parent.text, known }));
    return;
  }
  const path = ancestors(name.text, byName);
  // A cycle is told once, at the first of its domains in the file.
  const isFirst = path.at(-1) === name.text && firstOf(path, byName) === name.text;
  if (isFirst) sink.add(documentProblems.domainCycle(parent.span, { path }));
}

/** The domain and its ancestors, up to the first name that comes again (which ends the list). */
function ancestors(start: string, byName: ByName): string[] {
  const path = [start];
  for (let next = byName.get(start)?.parent?.text; next !== undefined; ) {
    const again = path.includes(next);
    path.push(next);
    if (again) break;
    next = byName.get(next)?.parent?.text;
  }
  return path;
}

function firstOf(names: readonly string[], byName: ByName): string | undefined {
  return [...byName.keys()].find((name) => names.includes(name));
}

function checkDisabled({ name, disable }: Domain, byName: ByName, sink: Sink): void {
  const modes = inherited(name.text, byName);
  for (const rule of disable) {
    const mode = modes.get(rule.text);
    if (mode === 'locked') sink.add(documentProblems.disableLocked(rule.span, { key: rule.text }));
    else if (mode === undefined) {
      sink.add(documentProblems.disableUnbound(rule.span, { key: rule.text }));
    }
  }
}

/** What a domain has from its ancestors, before it adds or takes anything itself. */
function inherited(name: string, byName: ByName): Map<string, 'locked' | 'default'> {
  const modes = new Map<string, 'locked' | 'default'>();
  const [, ...above] = ancestors(name, byName);
  for (const ancestor of above.toReversed()) {
    const domain = byName.get(ancestor);
    for (const { text } of domain?.disable ?? []) {
      if (modes.get(text) === 'default') modes.delete(text);
    }
    for (const { rule, mode } of domain?.bind ?? []) {
      if (modes.get(rule.text) !== 'locked') modes.set(rule.text, mode);
    }
  }
  return modes;
}

function checkChoice(byName: ByName, { domains, chosen, sink }: DomainFile): void {
  const known = [...byName.keys()];
  if (chosen !== undefined) {
    if (byName.has(chosen.text)) return;
    sink.add(documentProblems.unknownDomain(chosen.span, { key: chosen.text, known }));
    return;
  }
  const [first, second] = domains;
  if (first === undefined || second === undefined || byName.has('session')) return;
  sink.add(documentProblems.ambiguousDomain(second.name.span, { known }));
}
