import { fileURLToPath } from 'node:url';
import { defaultClientConditions, defineConfig } from 'vite';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** The package's Deno tests as one module, since Deno reads neither `?raw` nor the `source` condition. */
export default defineConfig({
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
});
