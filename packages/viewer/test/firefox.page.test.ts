import { existsSync } from 'node:fs';
import { expect } from '@playwright/test';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { makeKiosk, quick, test } from './kioskSite.ts';
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

/** A page of its own for `use`, which fails on whatever the page complains of. */
async function inPage(use: (page: Page) => Promise<void>): Promise<void> {
  const page = await browser.newPage();
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push((error as Error).message));
  page.on('console', (message) => {
    if (message.type() === 'error') wrong.push(message.text());
  });
  await use(page);
  expect(wrong).toEqual([]);
  await page.close();
}

/** Grey levels of a canvas; the CPU draws on one that can be read. */
function shades(page: Page, selector: string): Promise<number> {
  return page.$eval(selector, (canvas) => {
    const { width, height } = canvas as HTMLCanvasElement;
    const { data } = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height);
    return new Set(data.filter((_, at) => at % 4 === 0)).size;
  });
}

test('Firefox: the studio draws on the CPU, follows its controls, and has nothing to complain of', () =>
  inPage(async (page) => {
    await page.goto(siteUrl('studio/?strict&model=/knee.safetensors&backend=cpu'));
    const seedShown = (seed: number) =>
      page.waitForFunction(
        (seed) => document.querySelector('gan-viewer')?.shown?.seed === seed,
        { timeout: 30_000 },
        seed,
      );
    await seedShown(0);
    expect(await shades(page, 'gan-viewer >>> canvas')).toBeGreaterThan(60);
    expect(await page.$eval('#backend', ({ textContent }) => textContent)).toMatch(/^CPU: WebAssembly /);
    expect(await page.$eval('gan-viewer', ({ state }) => state)).toBe('ready');
    await page.click('#next');
    await seedShown(1);
    await page.focus('.slider input');
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(
      () => Object.keys(document.querySelector('gan-viewer')!.shown!.edits).length === 1,
    );
    await page.click('#save');
    await page.waitForFunction(() => document.querySelector('#announcement')!.textContent !== '');
    expect(await page.$eval('#announcement', ({ textContent }) => textContent)).toMatch(/^Saved knee-seed-1/);
  }));

// What a view has once its code is there and its model has answered.
const views = {
  image: { model: 'tiny', ready: '.toolbar button' },
  gallery: { model: 'tiny', ready: '[role=gridcell] .mark:not([hidden])' },
  animate: { model: 'tiny', ready: '.animate-view .stage canvas[aria-label^="Synthetic image: seed"]' },
  translate: { model: 'translation', ready: '.translate-view .invitation' },
  inspect: { model: 'tiny', ready: 'table.layers tbody tr:nth-child(8)' },
  stress: { model: 'tiny', ready: '.stress .file-button' },
};

for (const [view, { model, ready }] of Object.entries(views))
  test(`Firefox: the view ${view}, on whichever backend there is`, () =>
    inPage(async (page) => {
      await page.goto(siteUrl(`studio/?strict&model=/${model}.safetensors#view=${view}`));
      await page.waitForSelector(ready, { visible: true, timeout: 30_000 });
      expect(await page.$(`#views [aria-current=page][href$="view=${view}"]`)).not.toBeNull();
      expect(await page.$eval('#backend', ({ textContent }) => textContent)).toMatch(/^(CPU|WebGPU): /);
      expect(await page.$$('[role=alert]:not([hidden]):not(:empty)')).toEqual([]);
    }));

test('Firefox: the kiosk plays, is touched, and plays on', async () => {
  const kiosk = await makeKiosk({ ...quick, idleSeconds: 3 });
  await inPage(async (page) => {
    await page.goto(kiosk.url);
    await page.waitForSelector('body[data-phase=attract]', { timeout: 30_000 });
    expect(await shades(page, '#picture')).toBeGreaterThan(20);
    await page.click('#touch');
    await page.waitForSelector('body[data-phase=edit]');
    await page.waitForSelector('body[data-phase=attract]', { timeout: 30_000 });
  });
});
