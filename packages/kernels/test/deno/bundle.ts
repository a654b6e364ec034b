import { fileURLToPath } from 'node:url';
import { defaultClientConditions, type UserConfig } from 'vite';

/**
 * A package's Deno tests as one module, node_modules/.cache/f16/main.js, since Deno reads neither `?raw` nor the
 * `source` condition. `configUrl` is the URL of the package's test/deno/vite.config.ts.
 */
export function denoBundle(configUrl: string): UserConfig {
  const path = (relative: string) => fileURLToPath(new URL(relative, configUrl));
  return {
    root: path('.'),
    logLevel: 'warn',
    resolve: { conditions: ['source', ...defaultClientConditions] },
    build: {
      lib: { entry: path('main.ts'), formats: ['es'], fileName: 'main' },
      outDir: path('../../node_modules/.cache/f16'),
      emptyOutDir: true,
      target: 'es2022',
      minify: false,
    },
  };
}
