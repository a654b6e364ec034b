import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const systemBrowsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const always = [
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  '--disable-background-networking',
  '--disable-renderer-backgrounding',
  '--disable-background-timer-throttling',
  '--no-first-run',
];
// Without Vulkan for Chromium itself, drawing WebGPU to a canvas on SwiftShader ends its GPU process (seen in 156).
const onSoftware = [
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--use-webgpu-adapter=swiftshader',
  '--use-vulkan=swiftshader',
  '--enable-features=Vulkan',
];
const onHardware = ['--use-angle=vulkan', '--enable-features=Vulkan', '--ignore-gpu-blocklist'];

/** Chromium from ROENTGAN_CHROMIUM, the system or Playwright. Throws where there is none or it does not start. */
export async function launchBrowser(hardware: boolean): Promise<Browser> {
  const named = process.env.ROENTGAN_CHROMIUM;
  const candidates = named ? [named] : [...systemBrowsers, chromium.executablePath()];
  const executablePath = candidates.find((path) => existsSync(path));
  if (executablePath === undefined) {
    throw new Error(`no Chromium at ${candidates.join(', ')}; set ROENTGAN_CHROMIUM to one`);
  }
  return chromium.launch({
    executablePath,
    headless: true,
    args: [...always, ...(hardware ? onHardware : onSoftware)],
  });
}
