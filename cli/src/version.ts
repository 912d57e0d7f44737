import { createRequire } from 'node:module';

/** Version of this package, as its manifest says it. The package knows itself by its name. */
export const VERSION = readVersion();

function readVersion(): string {
  const manifest: unknown = createRequire(import.meta.url)('rein/package.json');
  const version: unknown = Reflect.get(Object(manifest), 'version');
  return typeof version === 'string' ? version : 'unknown';
}
