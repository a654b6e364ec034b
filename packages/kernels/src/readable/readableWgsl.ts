import { shortenWgsl } from './shortenWgsl.ts';

/** Every `.wgsl` file as it was written; what builds hold of them elsewhere is shortened. */
const files: Readonly<Record<string, string>> = import.meta.glob('../*/*.wgsl', {
  query: '?raw&full',
  import: 'default',
  eager: true,
});

/** The longest first, so that none is looked for in what a part of it was replaced in. */
const shortened = Object.values(files)
  .map((text) => [shortenWgsl(text), text] as const)
  .sort(([first], [second]) => second.length - first.length);

/** A shader, or a kernel's part of one, with each of the package's files in it as that was written: with comments and indentation. */
export function readableWgsl(source: string): string {
  return shortened.reduce((text, [short, full]) => text.replace(short, () => full), source);
}
