import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../browser/chromium.ts';
import { readResults } from '../readResults.ts';
import type { Results } from '../results.ts';
import { reportPage } from '../runReport.ts';

const measured = fileURLToPath(new URL('../../results/2026-11-22-cpu.json', import.meta.url));
const other = fileURLToPath(new URL('../../results/2026-11-22-swiftshader.json', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'roentgan-report-'));
let browser: Browser;
let page: Page;
const requests: string[] = [];

beforeAll(async () => {
  const file = join(folder, 'report.html');
  writeFileSync(file, reportPage([measured]));
  browser = await launchBrowser(false);
  page = await browser.newPage();
  page.on('request', (request) => void requests.push(request.url()));
  await page.goto(pathToFileURL(file).href);
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

const dataUrl = /^(data|blob):/;

test('one file shows its results as plots with tables behind them', async () => {
  await page.getByRole('heading', { name: 'dcgan64' }).waitFor();
  const results = readResults(readFileSync(measured, 'utf8'), measured);
  const plot = page.locator('svg[aria-label^="One image"]').first();
  const names = await plot.locator('text').allTextContents();
  for (const { name } of results.models[0]!.contenders) expect(names).toContain(name);
  await page.getByText('The figures as a table').first().click();
  const table = page.getByRole('region', { name: /^One image/ }).first();
  expect(await table.getByRole('row').count()).toBe(results.models[0]!.contenders.length + 1);
  expect(requests.filter((url) => !url.startsWith('file:') && !dataUrl.test(url))).toEqual([]);
});

test('another file opens beside it, and what is none is refused', async () => {
  await page.getByLabel('Open result files').setInputFiles([other]);
  await page.getByRole('listitem').nth(1).waitFor();
  expect(await page.getByRole('listitem').allTextContents()).toEqual([
    expect.stringContaining('2026-11-22-cpu'),
    expect.stringContaining('2026-11-22-swiftshader'),
  ]);
  const broken = join(folder, 'broken.json');
  writeFileSync(broken, '{"format": 7}');
  await page.getByLabel('Open result files').setInputFiles([broken]);
  await expect
    .poll(() => page.getByRole('alert').textContent())
    .toContain('broken.json: format is 7, expected 3 or 4');
});

test('measures this device, and the result opens again', async () => {
  // On the processor: a software adapter would take minutes, and draws from the same code.
  await page.evaluate(() => Object.defineProperty(navigator, 'gpu', { value: undefined }));
  await page.getByRole('button', { name: 'Measure this device' }).click();
  const save = page.getByRole('button', { name: 'Download its result' });
  await save.waitFor({ timeout: 100_000 });
  const [download] = await Promise.all([page.waitForEvent('download'), save.click()]);
  const path = await download.path();
  const own: Results = readResults(readFileSync(path, 'utf8'), 'own');
  expect(own).toMatchObject({ runtime: 'page', failures: [], adapter: { webgpu: 'none' } });
  expect(own.models.map(({ name }) => name)).toEqual(['dcgan64', 'knee']);
  for (const { contenders } of own.models) {
    expect(contenders.map(({ name }) => name)).toEqual(['roentgan-cpu']);
    expect(contenders[0]!.image.samples).toHaveLength(20);
    expect(contenders[0]!.throughput!.map(({ batch }) => batch)).toEqual([1, 8, 16]);
  }
  expect(requests.filter((url) => !url.startsWith('file:') && !dataUrl.test(url))).toEqual([]);
});
