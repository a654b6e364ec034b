/** What a file is called while it is written: hidden, in the same folder, the same in each attempt. */
export function temporaryName(path: string): string {
  const at = path.lastIndexOf('/') + 1;
  return `${path.slice(0, at)}.${path.slice(at)}.part`;
}
