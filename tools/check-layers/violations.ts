import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import * as z from 'zod';
import type { Architecture } from '../repository/architecture.js';
import { filesBelow } from '../repository/files.js';
import { importsOf } from './imports.js';

const manifestSchema = z.object({ dependencies: z.record(z.string(), z.string()).default({}) });

/**
 * Every import that crosses a layer, one line each: `file:line: what is wrong`.
 *
 * @param root the repository, with a slash at its end; paths in the answer are relative to it
 */
export function layerViolations(root: string, architecture: Architecture): string[] {
  return Object.keys(architecture.packages).flatMap((name) =>
    packageViolations(root, architecture, name),
  );
}

function packageViolations(root: string, architecture: Architecture, name: string): string[] {
  const manifest = readFileSync(join(root, name, 'package.json'), 'utf8');
  const { dependencies } = manifestSchema.parse(JSON.parse(manifest));
  const judge = createJudge(root, architecture, name, new Set(Object.keys(dependencies)));

  return filesBelow(join(root, name, 'src'), ['.ts']).flatMap((file) =>
    importsOf(file).flatMap(({ specifier, line }) => {
      const wrong = judge(file, specifier);
      return wrong === undefined ? [] : [`${relative(root, file)}:${line}: ${wrong}`];
    }),
  );
}

type Judge = (file: string, specifier: string) => string | undefined;

/** How one package's imports are judged: undefined is allowed, a string says what is wrong. */
function createJudge(
  root: string,
  { packages, apart }: Architecture,
  name: string,
  dependencies: ReadonlySet<string>,
): Judge {
  const allowed = packages[name];
  if (allowed === undefined) throw new Error(`architecture.json has no package ${name}`);

  const judgeRelative: Judge = (file, specifier) => {
    const target = relative(root, join(dirname(file), specifier));
    if (!target.startsWith(`${name}${sep}src${sep}`)) return `\`${specifier}\` leaves ${name}/src`;
    const from = relative(root, file);
    const broken = apart.find((rule) => isBelow(from, rule.from) && isBelow(target, rule.to));
    return broken && `${broken.from} may not import ${broken.to}: ${broken.because}`;
  };

  return (file, specifier) => {
    if (specifier.startsWith('.')) return judgeRelative(file, specifier);
    if (isBuiltin(specifier)) {
      return allowed.node ? undefined : `${name} may not use Node's \`${specifier}\``;
    }
    const target = packageOf(specifier);
    const layer = target.replace(/^@rein\//, '');
    if (layer in packages && target !== layer && !allowed.imports.includes(layer)) {
      return `${name} may not import ${layer}`;
    }
    return dependencies.has(target)
      ? undefined
      : `\`${target}\` is not a dependency of ${name}/package.json`;
  };
}

function isBelow(path: string, folder: string): boolean {
  return path === `${folder}.ts` || path === `${folder}.js` || path.startsWith(`${folder}/`);
}

/** `@scope/name/deep` → `@scope/name`, `name/deep` → `name`. */
function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
