import { defineConfig } from 'vitest/config';
export default defineConfig({ resolve: { alias: [{ find: /^@roentgan\/kernels$/, replacement: '/tmp/stubKernels.ts' }] }, server: { fs: { strict: false } }, test: { include: ['src/**/*.test.ts'] } });
