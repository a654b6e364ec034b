/** Ends the names of what may be an image; other files of a folder are passed over. */
export function mayBeImage(path: string): boolean {
  const name = path.split('/').at(-1)!;
  return /\.(png|jpe?g|dcm)$/i.test(name) && !name.startsWith('.') && name !== 'contact-sheet.png';
}

/** The grade that a folder on the way to the file is named after, by its name or its number (`KL 3`, `3`): the one nearest to the file. */
export function gradeOfPath(path: string, grades: readonly string[]): number | undefined {
  const folders = path.split('/').slice(0, -1).reverse();
  for (const folder of folders) {
    const named = grades.indexOf(folder);
    if (named >= 0) return named;
    if (/^\d$/.test(folder) && Number(folder) < grades.length) return Number(folder);
  }
  return undefined;
}
