import { resolve } from 'node:path';
import type { UserConfig } from 'vite';
import { entryModules } from './entryModules.ts';

/**
 * Chunks by name, of the modules that an entry, or several files, need at once; what several chunks need is in the first. Without this the bundler splits a
 * package by what its entries take of it, and a page would load the splinters.
 */
export async function keepTogether(
  config: UserConfig,
  entries: Readonly<Record<string, string | readonly string[]>>,
) {
  const modules = await Promise.all(
    Object.values(entries).map(async (files) => {
      const entry = [files].flat();
      const build = { ...config.build, lib: { entry, formats: ['es' as const] } };
      return new Set([...entry.map((file) => resolve(file)), ...(await entryModules({ ...config, build }))]); // an entry may only name what others hold
    }),
  );
  return {
    includeDependenciesRecursively: false,
    groups: Object.keys(entries).map((name, at) => ({
      name,
      test: (id: string) => modules.findIndex((needed) => needed.has(id)) === at,
    })),
  };
}
