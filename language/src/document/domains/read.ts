/**
 * ActPlane's `rules:`, `domains:` and `default_domain`. They are not run yet, but they are looked
 * at: a file that is broken says how, one that is not says only that it has to wait.
 */
import { isMap, isScalar } from 'yaml';
import { documentProblems } from '../../diagnostics/codes/document.js';
import type { Sink } from '../../diagnostics/sink.js';
import { readBody } from '../body.js';
import type { PolicyBody } from '../document.js';
import {
  type Entry,
  entriesOf,
  itemsOf,
  kindOf,
  mapOf,
  spanOfNode,
  textOf,
  textScalarOf,
} from '../yaml/values.js';
import { checkDomains } from './check.js';
import type { Binding, Domain, Name } from './domain.js';

/** Reads the rules, checks the domains; the bodies are those of the rules. */
export function readDomains(
  text: string,
  entries: ReadonlyMap<string, Entry>,
  sink: Sink,
): readonly PolicyBody[] {
  const rules = mapEntries(entries.get('rules'), sink);
  const domains = mapEntries(entries.get('domains'), sink).map((entry) => readDomain(entry, sink));
  const chosen = entries.get('default_domain');
  checkDomains({
    rules: rules.map(({ key }) => key),
    domains,
    chosen: chosen === undefined ? undefined : nameOf(chosen, sink),
    sink,
  });
  return rules.flatMap((rule) => readRule(text, rule, sink));
}

function mapEntries(entry: Entry | undefined, sink: Sink): Entry[] {
  const map = entry === undefined ? undefined : mapOf(entry, sink);
  return map === undefined ? [] : entriesOf(map, null, sink);
}

function readRule(text: string, rule: Entry, sink: Sink): PolicyBody[] {
  const map = mapOf(rule, sink);
  if (map === undefined) return [];
  const [body] = entriesOf(map, ['ifc', 'policy'], sink);
  const key = `rules.${rule.key}.${body?.key ?? 'ifc'}`;
  const read = body === undefined ? 'empty' : readBody(text, body, key, sink);
  if (read === 'empty') sink.add(documentProblems.emptyBody(rule.keySpan, { key: rule.key }));
  return typeof read === 'object' ? [read] : [];
}

function nameOf(entry: Entry, sink: Sink): Name | undefined {
  const text = textOf(entry, sink);
  if (text === undefined || entry.value === null) return undefined;
  return { text, span: spanOfNode(entry.value) };
}

function readDomain(entry: Entry, sink: Sink): Domain {
  const name = { text: entry.key, span: entry.keySpan };
  const map = mapOf(entry, sink);
  const keys = map === undefined ? [] : entriesOf(map, ['parent', 'bind', 'disable'], sink);
  const find = (key: string): Entry | undefined => keys.find((one) => one.key === key);
  const parent = find('parent');
  const bind = find('bind');
  const disable = find('disable');
  return {
    name,
    parent: parent === undefined ? undefined : nameOf(parent, sink),
    bind: bind === undefined ? [] : readBindings(bind, sink),
    disable: disable === undefined ? [] : readNames(disable, sink),
  };
}

function readNames(entry: Entry, sink: Sink): Name[] {
  return itemsOf(entry, sink).flatMap((node) => {
    const scalar = textScalarOf(node);
    if (scalar !== undefined) return [{ text: scalar.value, span: spanOfNode(node) }];
    const found = kindOf(node);
    const wrong = { key: entry.key, expected: 'a list of names', found };
    sink.add(documentProblems.wrongType(spanOfNode(node), wrong));
    return [];
  });
}

function readBindings(entry: Entry, sink: Sink): Binding[] {
  return itemsOf(entry, sink).flatMap((node) => {
    if (!isMap(node)) {
      const wrong = { key: 'bind', expected: 'a list of `{rule, mode}`', found: kindOf(node) };
      sink.add(documentProblems.wrongType(spanOfNode(node), wrong));
      return [];
    }
    const keys = entriesOf(node, ['rule', 'mode'], sink);
    const rule = keys.find(({ key }) => key === 'rule');
    const mode = keys.find(({ key }) => key === 'mode');
    const name = rule === undefined ? undefined : nameOf(rule, sink);
    return name === undefined ? [] : [{ rule: name, mode: modeOf(mode, name, sink) }];
  });
}

function modeOf(entry: Entry | undefined, rule: Name, sink: Sink): Binding['mode'] {
  const value = isScalar(entry?.value) ? entry.value.value : undefined;
  if (value === 'default' || value === 'locked') return value;
  const span = entry?.value ? spanOfNode(entry.value) : (entry?.keySpan ?? rule.span);
  const found = typeof value === 'string' ? `\`${value}\`` : kindOf(entry?.value ?? null);
  sink.add(documentProblems.badMode(span, { found }));
  return 'locked';
}
