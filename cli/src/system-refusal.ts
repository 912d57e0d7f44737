/** What a machine refuses for reasons of its own: no room, no right, none left of something. */
const REFUSALS: ReadonlySet<unknown> = new Set([
  ...['ENOSPC', 'EDQUOT', 'EROFS', 'EIO', 'ENOMEM', 'EMFILE', 'ENFILE', 'EACCES', 'EPERM'],
]);

/** What the system refused, where a person could make it grant that: then it is no bug of ours. */
export function systemRefusal(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (Reflect.get(error, 'syscall') === 'uv_cwd') {
    return 'the current folder has no path: it is gone, or too deep';
  }
  return REFUSALS.has(Reflect.get(error, 'code')) ? error.message : undefined;
}
