import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';
import { testVulkanEnvironment } from './tools/cli/src/vulkanDrivers.ts';

const conditions = ['source', ...defaultServerConditions];
const shared = {
  resolve: {
    conditions,
    // Its Node entry is CommonJS without types for ESM; the module file is the same code.
    alias: [{ find: /^wgsl_reflect$/, replacement: 'wgsl_reflect/wgsl_reflect.module.js' }],
  },
  ssr: { resolve: { conditions } },
};
const folders = '{packages/*,tools/*,benchmarks}/{src,test}/**';
const gpuTests = `${folders}/*.gpu.test.ts`;
const generated = ['**/node_modules/**', '**/dist/**'];

export default defineConfig({
  ...shared,
  test: {
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          pool: 'forks',
          testTimeout: 120_000,
          hookTimeout: 120_000,
          include: [`${folders}/*.test.ts`],
          exclude: [...generated, gpuTests, '**/*.page.test.ts'],
        },
      },
      {
        ...shared,
        test: {
          name: 'gpu',
          pool: 'forks',
          testTimeout: 120_000,
          hookTimeout: 120_000,
          include: [gpuTests],
          exclude: generated,
          // Throws where this machine has no Vulkan driver for the tests: nothing is skipped silently.
          globalSetup: './tools/cli/test/requireVulkan.ts',
          env: testVulkanEnvironment(),
        },
      },
    ],
  },
});
