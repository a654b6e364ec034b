import type { Folder } from './folder.ts';

const SLICE = 2 ** 20;

export interface TextLine {
  readonly text: string;
  /** Where it starts and where the next one does, in bytes. */
  readonly start: number;
  readonly end: number;
}

/** The lines of a file that end with a line feed, a slice of the file in memory at a time. What is behind the last one is left out. */
export async function* readLines(folder: Folder, path: string): AsyncIterable<TextLine> {
  const size = (await folder.size(path)) ?? 0;
  const decoder = new TextDecoder();
  let kept: Uint8Array = new Uint8Array(0);
  let start = 0;
  for (let at = 0; at < size; at += SLICE) {
    const slice = await folder.read(path, at, Math.min(size, at + SLICE));
    const bytes = join(kept, slice!);
    let from = 0;
    for (let end = bytes.indexOf(10, kept.length); end >= 0; end = bytes.indexOf(10, from)) {
      yield { text: decoder.decode(bytes.subarray(from, end)), start: start + from, end: start + end + 1 };
      from = end + 1;
    }
    kept = bytes.subarray(from);
    start += from;
  }
}

function join(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}
