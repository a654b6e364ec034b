import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vite';

const models = join(import.meta.dirname, '../../models');
const shippedModels = ['knee.safetensors', 'knee-grade.safetensors'];

// Dependencies stay imports, so that the packed command finds them in node_modules.
export default defineConfig({
  build: {
    ssr: 'src/main.ts',
    target: 'node20',
    sourcemap: true,
    rolldownOptions: {
      external: [/^@roentgan\//, /^node:/, 'gifenc', 'sirv', 'webgpu'],
      // Beside each other: what is shipped is found relative to the module that looks for it.
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
  plugins: [
    {
      name: 'copy-shipped-models',
      closeBundle() {
        mkdirSync('dist', { recursive: true });
        for (const name of shippedModels) {
          if (existsSync(join(models, name))) copyFileSync(join(models, name), join('dist', name));
        }
      },
    },
  ],
});
