/** A path as it is named from a folder, if it lies below it. */
export function fromHere(path: string, folder: string): string {
  return folder !== '' && path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
}
