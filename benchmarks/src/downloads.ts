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
  const files = [...new Set(paths)].sort().map((name) => {
    const content = readFileSync(join(folder, name));
    return { name, bytes: content.length, gzip: gzipSync(content, { level: 9 }).length };
  });
  return { files, gzip: files.reduce((sum, { gzip }) => sum + gzip, 0) };
}
