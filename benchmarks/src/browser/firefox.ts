import { existsSync } from 'node:fs';
import puppeteer, { type Browser } from 'puppeteer-core';
import { lavapipeAlone } from '../softwareDriver.ts';
import type { BrowserPage, BrowserSession } from './session.ts';

const systemBrowsers = ['/usr/bin/firefox-esr', '/usr/bin/firefox'];

// Playwright drives only a Firefox of its own making; Puppeteer drives the system's, through WebDriver BiDi.

/**
 * Firefox from ROENTGAN_FIREFOX or the system, with WebGPU switched on, which releases for Linux have behind a preference.
 * @param hardware takes the system's drivers, instead of Mesa's software one alone
 * @throws Error where there is none or it does not start
 */
export async function openFirefox(hardware: boolean): Promise<BrowserSession> {
  const named = process.env.ROENTGAN_FIREFOX;
  const candidates = named ? [named] : systemBrowsers;
  const executablePath = candidates.find((path) => existsSync(path));
  if (executablePath === undefined) {
    throw new Error(`no Firefox at ${candidates.join(', ')}; set ROENTGAN_FIREFOX to one`);
  }
  const software = hardware ? {} : lavapipeAlone();
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    protocolTimeout: 0, // every question has a limit of its own
    extraPrefsFirefox: { 'dom.webgpu.enabled': true, 'gfx.webgpu.ignore-blocklist': true },
    env: { ...process.env, ...software },
  });
  return {
    name: 'firefox',
    version: (await browser.version()).replace(/^firefox\//i, ''),
    ...(software.VK_ICD_FILENAMES && { softwareDriver: 'Mesa’s lavapipe' }),
    open: (url, say) => openPage(browser, url, say),
    close: () => browser.close(),
  };
}

async function openPage(browser: Browser, url: string, say: (line: string) => void): Promise<BrowserPage> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') say(`  browser: ${message.text()}`);
  });
  page.on('pageerror', (error) => say(`  browser: ${(error as Error).message}`));
  await page.goto(url);
  return {
    evaluate: (run, given) => page.evaluate(run as never, given as never),
    close: () => context.close(),
  };
}
