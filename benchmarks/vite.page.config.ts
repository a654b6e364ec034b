import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { defaultClientConditions, defineConfig } from 'vite';
import { compileCeiling } from './build/compileCeiling.ts';
import { contenderPages } from './src/contenders.ts';

const page = join(import.meta.dirname, 'src/page');
const output = join(import.meta.dirname, 'dist/page');

const require = createRequire(import.meta.url);
const tfjsFolder = join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist');
const ortFolder = dirname(require.resolve('onnxruntime-web'));
const pages = new Set(Object.values(contenderPages).map((address) => address.split('?')[0]!));

// The page half: an HTML file for each library and backend, downloaded and timed with its own JavaScript only.
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
      input: ['index.html', ...pages].map((name) => join(page, name)),
    },
  },
  // ONNX Runtime Web then fetches its WebAssembly and the script around it from `ort/`, where its threads find them too.
  resolve: { conditions: ['source', 'onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
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
      name: 'copy-webassembly',
      closeBundle() {
        copyFiles(tfjsFolder, /\.wasm$/, 'wasm');
        copyFiles(ortFolder, /^ort-wasm-simd-threaded(\.asyncify)?\.(mjs|wasm)$/, 'ort');
      },
    },
    {
      name: 'compile-ceiling',
      async closeBundle() {
        mkdirSync(join(output, 'ceiling'), { recursive: true });
        for (const instructions of ['simd', 'relaxed'] as const) {
          const bytes = await compileCeiling(instructions);
          writeFileSync(join(output, 'ceiling', `${instructions}.wasm`), bytes);
        }
      },
    },
  ],
});

function copyFiles(from: string, names: RegExp, to: string): void {
  mkdirSync(join(output, to), { recursive: true });
  for (const file of readdirSync(from).filter((name) => names.test(name))) {
    copyFileSync(join(from, file), join(output, to, file));
  }
}
