import { fault } from '../fault.js';

/** The ETag of something at a version. */
export function etag(version: number): string {
  return `"${version}"`;
}

/** The version of an If-Match header. Throws `if-match-missing` if there is none to be read. */
export function requiredVersion(header: string | undefined): number {
  const version = optionalVersion(header);
  if (version === undefined) throw fault('if-match-missing', {});
  return version;
}

/** The version of an If-Match header, if there is one. A header that is no version of ours is one that differs. */
export function optionalVersion(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const found = /^"(\d{1,15})"$/.exec(header.trim())?.[1];
  return found === undefined ? -1 : Number(found);
}
