/** WGSL without the comments and indentation that only a reader of the source needs. */
export function shortenWgsl(source: string): string {
  const lines = source.split('\n').map((line) => line.replace(/\/\/.*/, '').trim());
  return `${lines.filter((line) => line !== '').join('\n')}\n`;
}
