import { defineConfig } from 'vite';
import { shortKernels } from '../kernels/build/shortKernels.ts';

export default defineConfig({
  plugins: [shortKernels],
  build: {
    lib: {
      entry: {
        index: 'src/index.ts',
        modelFile: 'src/modelFile.ts',
        mark: 'src/mark.ts',
        tuning: 'src/tuning.ts',
      },
      formats: ['es'],
    },
    target: 'es2022',
    sourcemap: true,
    rolldownOptions: { external: [/^@roentgan\//, /^node:/] },
  },
});
