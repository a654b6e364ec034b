import { defineConfig } from 'vite';

// Dependencies stay imports, but for helpers of the compiler; what runs in Node only is an entry of its own.
export default defineConfig({
  build: {
    lib: {
      entry: {
        index: 'src/index.ts',
        'study/index': 'src/study/index.ts',
        'audit/index': 'src/audit/index.ts',
        'node/index': 'src/node/index.ts',
        'node/finishWorker': 'src/node/finishWorker.ts',
      },
      formats: ['es'],
    },
    target: 'es2022',
    sourcemap: true,
    rolldownOptions: { external: [/^node:/, /^(?!@oxc-project\/)[@a-z]/] },
  },
});
