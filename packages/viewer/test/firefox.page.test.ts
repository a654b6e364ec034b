import { existsSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { siteUrl } from './site.ts';

// Playwright drives only a Firefox of its own making; Puppeteer drives the system's, through WebDriver BiDi.

const names = ['firefox-esr', 'firefox'].map((name) => `/usr/bin/${name}`);
let browser: Browser;

test.beforeAll(async () => {
  const executablePath = process.env.ROENTGAN_FIREFOX || names.find((path) => existsSync(path));
  if (!executablePath)
    throw new Error(
      'no Firefox, expected ROENTGAN_FIREFOX or /usr/bin/firefox-esr (apt-get install firefox-esr)',
    );
  browser = await puppeteer.launch({ browser: 'firefox', executablePath, headless: true });
});

test.afterAll(async () => {
  await browser.close();
});

/** Grey levels of the picture; the CPU draws on a canvas that can be read. */
function shades(page: Page): Promise<number> {
  return page.evaluate(() => {
    const canvas = document.querySelector('gan-viewer')!.shadowRoot!.querySelector('canvas')!;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    return new Set(data.filter((_, at) => at % 4 === 0)).size;
  });
}

test('Firefox: the studio draws on the CPU, follows its controls, and has nothing to complain of', async () => {
  const page = await browser.newPage();
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push((error as Error).message));
  page.on('console', (message) => {
    if (message.type() === 'error') wrong.push(message.text());
  });
  await page.goto(siteUrl('studio/?strict&model=/knee.safetensors&backend=cpu'));
  const seedShown = (seed: number) =>
    page.waitForFunction(
      (seed) => document.querySelector('gan-viewer')?.shown?.seed === seed,
      { timeout: 30_000 },
      seed,
    );
  await seedShown(0);
  expect(await shades(page)).toBeGreaterThan(60);
  expect(await page.$eval('#backend', ({ textContent }) => textContent)).toMatch(/^CPU: WebAssembly /);
  expect(await page.$eval('gan-viewer', ({ state }) => state)).toBe('ready');
  await page.click('#next');
  await seedShown(1);
  await page.focus('.slider input');
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(
    () => Object.keys(document.querySelector('gan-viewer')!.shown!.edits).length === 1,
  );
  expect(wrong).toEqual([]);
  await page.close();
});
