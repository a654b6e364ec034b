import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const systemChromium = '/usr/bin/chromium';
/** Named by the caller, else the system's, else Playwright's own. */
const executablePath =
  process.env.ROENTGAN_CHROMIUM || (existsSync(systemChromium) ? systemChromium : undefined);

export default defineConfig({
  testDir: 'test',
  testMatch: '*.page.test.ts',
  globalSetup: './test/serveSite.ts',
  outputDir: 'test-results',
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  forbidOnly: true,
  use: {
    browserName: 'chromium',
    headless: true,
    actionTimeout: 10_000,
    viewport: { width: 1280, height: 800 },
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        '--no-sandbox',
        '--enable-unsafe-webgpu',
        // The same adapter on every machine.
        '--use-webgpu-adapter=swiftshader',
        // Without a GPU only a compositor on Vulkan can show what WebGPU draws to a canvas: others lose the device.
        '--enable-features=Vulkan',
        '--use-vulkan=swiftshader',
        '--use-gl=angle',
        '--use-angle=vulkan',
        '--disable-background-networking',
        '--no-first-run',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
