import { existsSync } from 'node:fs';
import { it } from 'vitest';

const shared = new URL('../../../../shared/', import.meta.url);

/** Real weights made by others, outside the repository. */
export function fixture(name: string): URL {
  return new URL(`fixtures/${name}`, shared);
}

/** The project's own first generator, outside the repository. */
export function firstGenerator(name: string): URL {
  return new URL(`first-generator/${name}`, shared);
}

/** `it`, or a skip that says which file is absent. */
export function skipWithout(file: string | URL) {
  const url = typeof file === 'string' ? fixture(file) : file;
  if (!existsSync(url)) console.log(`skipped, because it is absent: ${url.pathname}`);
  return it.skipIf(!existsSync(url));
}
