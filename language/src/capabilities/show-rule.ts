import type { CapabilityRule } from './capability.js';

/** A rule on one line, as `rein policy effective` shows it. */
export function showRule({
  capability,
  effect,
  patterns,
  conditions,
  ...rule
}: CapabilityRule): string {
  const { maxBytes, methods, schemes, paths, args, hasArgs } = conditions;
  const parts = [
    `${effect} ${capability} ${patterns.map(({ text }) => JSON.stringify(text)).join(', ')}`,
    ...(methods === undefined ? [] : [`methods ${methods.join(', ')}`]),
    ...(schemes === undefined ? [] : [`schemes ${schemes.join(', ')}`]),
    ...(paths === undefined ? [] : [`paths ${texts(paths)}`]),
    ...(args === undefined ? [] : [`args ${texts(args) || 'none'}`]),
    ...(hasArgs === undefined ? [] : [`has args ${texts(hasArgs)}`]),
    ...(maxBytes === undefined ? [] : [`at most ${maxBytes} bytes`]),
    ...(rule.private ? ['private addresses too'] : []),
  ];
  return parts.join('; ');
}

function texts(globs: readonly { readonly text: string }[]): string {
  return globs.map(({ text }) => JSON.stringify(text)).join(', ');
}
