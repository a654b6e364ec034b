import { build, type Plugin, type UserConfig } from 'vite';

/** Leaves out whatever is loaded later. */
const withoutLazyCode: Plugin = {
  name: 'without-lazy-code',
  enforce: 'pre',
  resolveDynamicImport: () => ({ id: 'lazy', external: true }),
};

/**
 * The modules of which a bundle's entry needs a part at once, by a build without the rest. Left to itself the bundler splits off what the
 * entry and several lazy files need, and every page would load those splinters as well.
 */
export async function entryModules(config: UserConfig): Promise<ReadonlySet<string>> {
  const result = await build({
    ...config,
    configFile: false,
    logLevel: 'error',
    plugins: [config.plugins, withoutLazyCode],
    build: { ...config.build, write: false, minify: false, sourcemap: false },
  });
  const [bundle] = Array.isArray(result) ? result : [result];
  if (!bundle || !('output' in bundle))
    throw new Error('entryModules: vite gave no output, expected a chunk');
  return new Set(
    bundle.output.flatMap((chunk) =>
      chunk.type === 'chunk'
        ? Object.entries(chunk.modules).flatMap(([id, module]) => (module.renderedLength > 0 ? [id] : []))
        : [],
    ),
  );
}
