import { defineConfig } from 'vite';

export default defineConfig({
  build: {
    lib: {
      entry: { index: 'src/index.ts', operations: 'src/operations.ts', variants: 'src/variants.ts' },
      formats: ['es'],
    },
    target: 'es2022',
    sourcemap: true,
    rolldownOptions: { external: [/^@roentgan\//, /^node:/] },
  },
});
