import { defineConfig } from 'vite';
import { shortKernels } from './build/shortKernels.ts';

export default defineConfig({
  plugins: [shortKernels],
  build: {
    lib: {
      entry: {
        index: 'src/index.ts',
        operations: 'src/operations.ts',
        measure: 'src/measure/index.ts',
        own: 'src/own/index.ts',
        readable: 'src/readable/index.ts',
        variants: 'src/variants.ts',
      },
      formats: ['es'],
    },
    target: 'es2022',
    sourcemap: true,
    rolldownOptions: {
      external: [/^@roentgan\//, /^node:/],
      output: {
        banner: ({ name }) =>
          name === 'own' ? '/*! includes wgsl_reflect, MIT licence, copyright 2021 Brendan Duncan */' : '',
      },
    },
  },
});
