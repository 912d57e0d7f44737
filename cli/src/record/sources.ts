import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { homeFolder, POLICY_COPY } from '@rein/enforce';
import { check, createPathMatcher, parsePolicyFile, type Source } from '@rein/language';
import { rootOf } from '../policy/discover.js';
import type { IsSource } from '../timeline/flows.js';
import type { RecordedRun } from './read.js';

/** Which readings are of a source, as the policy of a run has it; none if that is not known. */
export function sourcesOf({ folder, file }: RecordedRun): IsSource {
  const sources = folder === undefined ? [] : declaredIn(folder);
  const policy = file?.policy ?? '';
  const host = {
    root: policy.startsWith('/') ? rootOf(policy) : (file?.cwd ?? '/'),
    home: homeFolder(),
  };
  const matches = new Map(sources.map((source) => [source, matcherOf(source, host)]));
  return (label, of) =>
    sources.some((source) => source.label === label && matches.get(source)?.(of) === true);
}

function declaredIn(folder: string): readonly Source[] {
  try {
    return check(parsePolicyFile(readFileSync(join(folder, POLICY_COPY)))).program?.sources ?? [];
  } catch {
    // The copy beside the record is for pictures like this one; without it they say less.
    return [];
  }
}

type Matcher = (of: { readonly op: string; readonly target: string }) => boolean;

function matcherOf(
  source: Source,
  host: { readonly root: string; readonly home: string },
): Matcher {
  switch (source.kind) {
    case 'file': {
      const matcher = createPathMatcher(source.path.text, host);
      return ({ target }) => typeof matcher === 'function' && matcher(target);
    }
    case 'endpoint':
      return ({ op }) => op === 'recv';
    case 'exec':
      return ({ op }) => op === 'exec';
    case 'agent':
      return () => true;
    default:
      return source satisfies never;
  }
}
