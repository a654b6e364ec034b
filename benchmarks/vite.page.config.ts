import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { defaultClientConditions, defineConfig } from 'vite';
import { contenderNames } from './src/contenderNames.ts';

const page = join(import.meta.dirname, 'src/page');
const output = join(import.meta.dirname, 'dist/page');

// The page half: one HTML file a contender, so that each is downloaded and timed with its own JavaScript only.
export default defineConfig({
  root: page,
  base: './',
  build: {
    outDir: output,
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 2000,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: ['index', ...contenderNames].map((name) => join(page, `${name}.html`)),
    },
  },
  resolve: { conditions: ['source', ...defaultClientConditions] },
  plugins: [
    {
      // TF.js sends this function's source to its worker threads, where a name outside the function is unknown.
      name: 'keep-tfjs-wasm-threads-self-contained',
      transform(code, id) {
        if (!id.endsWith('tfjs-backend-wasm-threaded-simd.js')) return;
        const opening = 'WasmBackendModuleThreadedSimd = WasmBackendModuleThreadedSimd || {};';
        if (!code.includes(opening)) throw new Error(`${id}: does not contain "${opening}"`);
        return code.replace(opening, (found) => `var _scriptDir; ${found}`);
      },
    },
    {
      name: 'copy-tfjs-wasm',
      closeBundle() {
        const require = createRequire(import.meta.url);
        const folder = join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist');
        mkdirSync(join(output, 'wasm'), { recursive: true });
        for (const file of readdirSync(folder).filter((name) => name.endsWith('.wasm'))) {
          copyFileSync(join(folder, file), join(output, 'wasm', file));
        }
      },
    },
  ],
});
