import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';
import { shortenWgsl } from '../src/readable/shortenWgsl.ts';

/** Kernels are published and bundled as text, shortened; `?raw&full` is how `@roentgan/kernels/readable` has them as they were written. */
export const shortKernels: Plugin = {
  name: 'short-kernels',
  enforce: 'pre',
  load(id) {
    const file = id.replace(/\?raw$/, '');
    if (file === id || !file.endsWith('.wgsl')) return null;
    return `export default ${JSON.stringify(shortenWgsl(readFileSync(file, 'utf8')))};`;
  },
};
