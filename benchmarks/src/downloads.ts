import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Download } from './results.ts';

/** Sizes of what a contender fetched from the page's folder; weights (under /models/) and blobs are left out. */
export function downloadOf(urls: readonly string[], folder: string): Download {
  const paths = urls
    .filter((url) => url.startsWith('http'))
    .map((url) => decodeURIComponent(new URL(url).pathname.slice(1)))
    .filter((path) => !path.startsWith('models/'));
  const files = [...new Set(paths)].sort().map((name) => ({ name, ...sizesOf(join(folder, name)) }));
  return { files, gzip: files.reduce((sum, { gzip }) => sum + gzip, 0) };
}

const sizes = new Map<string, { readonly bytes: number; readonly gzip: number }>();

/** Remembered by path: compressing some of these files takes seconds, and contenders share them. */
function sizesOf(path: string): { readonly bytes: number; readonly gzip: number } {
  const known = sizes.get(path);
  if (known) return known;
  const content = readFileSync(path);
  const found = { bytes: content.length, gzip: gzipSync(content, { level: 9 }).length };
  sizes.set(path, found);
  return found;
}
