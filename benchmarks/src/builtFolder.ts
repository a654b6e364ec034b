import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The package's folder, found upwards from the running file: bundled chunks lie at several depths.
 * The offline bundle keeps the places of a checkout, so that it holds there too.
 */
export const benchmarksFolder = findUpwards(import.meta.dirname);

/** What the build wrote: pages, peers' WebAssembly, entry files. */
export const builtFolder = join(benchmarksFolder, 'dist');

function findUpwards(from: string): string {
  if (existsSync(join(from, 'package.json')) || dirname(from) === from) return from;
  return findUpwards(dirname(from));
}
