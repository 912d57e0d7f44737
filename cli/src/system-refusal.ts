/** What a machine refuses for reasons of its own: no room, no right, none left of something. */
const REFUSALS: ReadonlySet<unknown> = new Set([
  ...['ENOSPC', 'EDQUOT', 'EROFS', 'EIO', 'ENOMEM', 'EMFILE', 'ENFILE', 'EACCES', 'EPERM'],
]);

/** Whether the system refused a call that a person could make it grant: then it is no bug of ours. */
export function isSystemRefusal(error: unknown): error is Error {
  return error instanceof Error && REFUSALS.has(Reflect.get(error, 'code'));
}
