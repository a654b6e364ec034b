/** The last part of a path. */
export function baseName(fileName: string): string {
  return fileName.split(/[\\/]/).at(-1) ?? fileName;
}

/** What a model is called where its source does not say: the file's name without its ending. */
export function modelNameOf(fileName: string): string {
  return (
    baseName(fileName)
      .replace(/\.[^.]*$/, '')
      .slice(0, 200) || 'generator'
  );
}
