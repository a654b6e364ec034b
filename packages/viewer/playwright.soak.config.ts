import { defineConfig } from '@playwright/test';
import usual from './playwright.config.ts';

const { launchOptions, ...use } = usual.use!;

/** `test:soak`: what shows only after thousands of images. Not part of `npm test`: it takes long. */
export default defineConfig({
  ...usual,
  testDir: 'test/soak',
  testMatch: '*.soak.ts',
  timeout: 0,
  use: {
    ...use,
    launchOptions: {
      ...launchOptions,
      args: [
        ...launchOptions!.args!,
        // A browser whose GPU process is killed often would give up on it; here that is the test.
        '--disable-gpu-process-crash-limit',
        '--disable-domain-blocking-for-3d-apis',
      ],
    },
  },
});
