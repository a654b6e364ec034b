import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { greyLevels, health, makeKiosk, playing, quick, test } from './kioskSite.ts';

for (const [settings, message] of [
  ['{ "title": ', /kiosk\.json: is no JSON \(.+\), expected an object of settings/],
  [{ idleSeconds: 'soon' }, 'kiosk.json: idleSeconds is "soon", expected a number from 1 to 3600'],
  [{ idleSecond: 5 }, /kiosk\.json: idleSecond is no setting, expected one of title, text, /],
  [{ edits: ['age'] }, 'kiosk.json: edits[0] is "age", expected one of direction 1, direction 2'],
  [
    { heartbeat: { url: 'https://monitor.example/beat' } },
    /heartbeat\.url is at https:\/\/monitor\.example, which this folder's policy refuses/,
  ],
] as const) {
  test(`unusable settings: ${JSON.stringify(settings)}`, async ({ page, expected }) => {
    expected.consoleErrors.push(/^roentgan-kiosk: kiosk\.json: /);
    const kiosk = await makeKiosk();
    await kiosk.configure(settings);
    const line = page.waitForEvent('console', (event) => event.type() === 'error');
    await page.goto(kiosk.url);
    await expect(page.locator('#problem-text')).toHaveText(message);
    expect((await line).text()).toMatch(/^roentgan-kiosk: kiosk\.json: /);
    await expect(page.locator('#problem-again')).toHaveText(/^Next try in \d+ s$/);
    await expect(page.getByText('Synthetic image. Not for diagnosis.')).toBeVisible();
    expect(await health(page)).toMatchObject({ ok: false, phase: 'failed' });
  });
}

test('settings that are mended are taken by themselves', async ({ page, expected }) => {
  expected.consoleErrors.push(/^roentgan-kiosk: kiosk\.json: /);
  const kiosk = await makeKiosk();
  await kiosk.configure({ idleSeconds: 'soon' });
  await page.goto(kiosk.url);
  await expect(page.getByRole('alert')).toBeVisible();
  await kiosk.configure(quick);
  await expect(page.locator('body')).toHaveAttribute('data-phase', 'attract', { timeout: 30_000 });
});

test('heartbeats: off by default; to serve.mjs, its file and /health where they are asked for', async ({
  page,
  expected,
}) => {
  const kiosk = await makeKiosk();
  const lines: string[] = [];
  page.on('console', (message) => lines.push(message.text()));
  await page.goto(kiosk.url);
  await playing(page, 2);
  expect(lines.some((line) => /^roentgan-kiosk health \{"ok":true/.test(line))).toBe(true);
  expect(await kiosk.health()).toMatchObject({ status: 503, state: { problem: 'no heartbeat yet' } });

  await kiosk.configure({ ...quick, heartbeat: { url: 'health', seconds: 1 } });
  await page.goto(kiosk.url);
  await playing(page, 2);
  await expect.poll(async () => (await kiosk.health()).state.heartbeat?.phase).toBe('attract');
  const { status, state } = await kiosk.health();
  expect(status).toBe(200);
  expect(state.heartbeat).toMatchObject({ ok: true, backend: 'cpu', visible: true, errors: 0 });
  expect(JSON.parse(await readFile(kiosk.healthFile, 'utf8')).heartbeat.version).toBe(
    state.heartbeat!.version,
  );

  // The address asks, as kiosk.sh does, and a failure is told at once.
  expected.consoleErrors.push(/ERR_CONNECTION_REFUSED/);
  await kiosk.configure(quick);
  await kiosk.stopServer();
  await kiosk.startServer();
  await page.goto(`${kiosk.url}?heartbeat=health`);
  await expect.poll(async () => (await kiosk.health()).status).toBe(200);
});

test('a model that fails: told in words and in the health, then loaded again', async ({ page, expected }) => {
  expected.consoleErrors.push(/^roentgan-kiosk: /);
  const kiosk = await makeKiosk();
  await writeFile(join(kiosk.folder, 'model.safetensors'), 'no model');
  await page.goto(`${kiosk.url}?heartbeat=health`);
  await expect(page.getByRole('alert')).toContainText('model.safetensors');
  await expect.poll(async () => (await kiosk.health()).state.problem).toContain('model.safetensors');
  await expect.poll(async () => (await health(page)).reloads).toBeGreaterThanOrEqual(2);
});

test('a connection without HTTPS: the page says what it lacks, and plays', async ({ page, expected }) => {
  expected.consoleErrors.push(/Cross-Origin-Opener-Policy/);
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, 'isSecureContext', { value: false });
  });
  const kiosk = await makeKiosk();
  await page.goto(kiosk.url);
  await expect(page.getByText(/^Missing here: HTTPS or localhost/)).toBeVisible();
  await playing(page, 2);
  expect((await health(page)).missing).toHaveLength(1);
});

test('WebGPU: a lost device is replaced, and the picture stays', async ({ page }) => {
  await page.addInitScript(() => {
    const devices: GPUDevice[] = [];
    Object.assign(globalThis, { devices });
    const { requestDevice } = GPUAdapter.prototype;
    GPUAdapter.prototype.requestDevice = async function (...args) {
      const device = await requestDevice.apply(this, args);
      devices.push(device);
      return device;
    };
  });
  const kiosk = await makeKiosk({ ...quick, backend: 'webgpu' });
  await page.goto(kiosk.url);
  await playing(page, 3);
  expect(await health(page)).toMatchObject({ backend: 'webgpu', ok: true });
  await page.evaluate(() => (globalThis as unknown as { devices: GPUDevice[] }).devices.at(-1)!.destroy());
  expect(await greyLevels(page)).toBeGreaterThan(20);
  const { images } = await health(page);
  await playing(page, images + 5);
  expect(await health(page)).toMatchObject({ backend: 'webgpu', ok: true, reloads: 0 });
  expect(await page.evaluate(() => (globalThis as unknown as { devices: unknown[] }).devices.length)).toBe(2);
});
