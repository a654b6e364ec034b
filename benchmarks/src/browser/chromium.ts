import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import type { BrowserPage, BrowserSession } from './session.ts';

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

/** Chromium as a session, each page in a context of its own. */
export async function openChromium(hardware: boolean): Promise<BrowserSession> {
  const browser = await launchBrowser(hardware);
  return {
    name: 'chromium',
    version: browser.version(),
    ...(!hardware && { softwareDriver: 'SwiftShader' }),
    open: (url, say) => openPage(browser, url, say),
    close: () => browser.close(),
  };
}

async function openPage(browser: Browser, url: string, say: (line: string) => void): Promise<BrowserPage> {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') say(`  browser: ${message.text()}`);
  });
  page.on('pageerror', (error) => say(`  browser: ${error.message}`));
  await page.goto(url);
  return {
    evaluate: (run, given) => page.evaluate(run as never, given),
    close: () => context.close(),
  };
}
