import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { defaultServerConditions, defineConfig } from 'vite';

const conditions = ['source', 'onnxruntime-web-use-extern-wasm', ...defaultServerConditions];

// The Node half: `dist/run.js`, the command, and `dist/contender.js`, the process of one contender. Everything is bundled that needs no
// browser, so that both run where no package is installed; Dawn is a native module.
export default defineConfig({
  build: {
    ssr: true,
    target: 'node20',
    sourcemap: false,
    emptyOutDir: false,
    rolldownOptions: {
      input: { run: 'src/run.ts', contender: 'src/node/contenderMain.ts' },
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
  plugins: [
    {
      name: 'remove-old-chunks',
      buildStart: () => rmSync(join(import.meta.dirname, 'dist/chunks'), { recursive: true, force: true }),
    },
  ],
  resolve: { conditions },
  ssr: {
    noExternal: true,
    external: ['deno', 'playwright-core', 'puppeteer-core', 'sirv', 'webgpu'],
    resolve: { conditions, mainFields: ['module', 'jsnext:main', 'main'] },
  },
});
