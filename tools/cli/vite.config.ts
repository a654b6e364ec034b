import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vite';

const defaultModel = join(import.meta.dirname, '../../models/knee.safetensors');

// Dependencies stay imports, so that the packed command finds them in node_modules.
export default defineConfig({
  build: {
    ssr: 'src/main.ts',
    target: 'node20',
    sourcemap: true,
    rolldownOptions: {
      external: [/^@roentgan\//, /^node:/, 'sirv', 'webgpu'],
      output: { entryFileNames: '[name].js' },
    },
  },
  plugins: [
    {
      name: 'copy-default-model',
      closeBundle() {
        if (!existsSync(defaultModel)) return;
        mkdirSync('dist', { recursive: true });
        copyFileSync(defaultModel, 'dist/knee.safetensors');
      },
    },
  ],
});
