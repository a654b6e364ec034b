import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { greyLevels, health, makeKiosk, phase, playing, shown, test } from './kioskSite.ts';

test('offline after the first load: the folder is kept, and plays without a server', async ({
  page,
  context,
}) => {
  const kiosk = await makeKiosk();
  await page.goto(kiosk.url);
  await expect.poll(async () => (await health(page)).cache).toMatch(/^ready: \d+ files$/);
  const files = Number(/\d+/.exec((await health(page)).cache)![0]);
  const assets = await readdir(join(kiosk.folder, 'assets'));
  // Beside the assets: page, model, icon and manifest.
  expect(files).toBe(assets.length + 4);
  await kiosk.stopServer();
  await context.setOffline(true);
  await page.reload();
  await playing(page, 3);
  expect(await greyLevels(page)).toBeGreaterThan(20);
  await expect(page.getByRole('heading', { name: 'Tiny patterns' })).toBeVisible();
  // Headers of the kept files: memory can be shared, so the CPU has its threads.
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
});

test('a kept file that was damaged or lost is found and fetched anew', async ({
  page,
  context,
  expected,
}) => {
  const kiosk = await makeKiosk();
  await page.goto(kiosk.url);
  await expect.poll(async () => (await health(page)).cache).toMatch(/^ready/);
  const spoil = () =>
    page.evaluate(async () => {
      const name = (await caches.keys()).find((key) => /-[0-9a-f]{12}$/.test(key))!;
      const cache = await caches.open(name);
      const requests = await cache.keys();
      const model = requests.find(({ url }) => url.endsWith('model.safetensors'))!;
      const bytes = new Uint8Array(await (await cache.match(model))!.arrayBuffer());
      bytes[bytes.length - 1]! ^= 1;
      await cache.put(model, new Response(bytes));
      await cache.delete(requests.find(({ url }) => /\/simd-/.test(url))!);
    });
  await spoil();
  await page.reload();
  await playing(page, 2);
  await expect.poll(async () => (await health(page)).lastError ?? '').toMatch(/fetched anew/);
  expect((await health(page)).lastError).toContain('simd-');
  // Whole again: it plays without a server.
  await kiosk.stopServer();
  await context.setOffline(true);
  await page.reload();
  await playing(page, 2);

  // Damaged and no server: the page says so, waits, and heals itself once the server is back.
  expected.consoleErrors.push(/503|model\.safetensors|Failed to load resource/);
  await spoil();
  await page.reload();
  await expect(page.getByRole('alert')).toContainText('This display has a problem');
  await expect(page.getByRole('alert')).toContainText('model.safetensors');
  await context.setOffline(false);
  await kiosk.startServer();
  await phase(page, 'attract');
  await playing(page, 2);
});

test('a new version on the server is taken while nobody is there', async ({ page }) => {
  const kiosk = await makeKiosk();
  await page.goto(kiosk.url);
  await expect.poll(async () => (await health(page)).cache).toMatch(/^ready/);
  const { version } = await health(page);
  await kiosk.rewrite();
  await page.reload();
  await expect.poll(async () => (await health(page)).version, { timeout: 40_000 }).not.toBe(version);
  await expect.poll(() => shown(page)).toContain('Synthetic image from other');
  await expect.poll(() => page.evaluate(async () => (await caches.keys()).length)).toBe(2);
  // The player's own settings outlive the version.
  await expect(page.getByRole('heading', { name: 'Tiny patterns' })).toBeVisible();
});
