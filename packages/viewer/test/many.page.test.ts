import { expect, type Page } from '@playwright/test';
import type { GanViewer } from '@roentgan/viewer';
import { openOwnPage } from './ownPage.ts';
import { test } from './site.ts';

const element = (src: string, rest = '') =>
  `<gan-viewer src="/${src}.safetensors" style="width: 120px; display: inline-block" ${rest}></gan-viewer>`;

/** Counts the GPU devices that the page asks for, and keeps them. */
async function watchDevices(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const devices: GPUDevice[] = [];
    Object.assign(globalThis, { devices });
    const { requestDevice } = GPUAdapter.prototype;
    GPUAdapter.prototype.requestDevice = async function (descriptor) {
      const device = await requestDevice.call(this, descriptor);
      devices.push(device);
      return device;
    };
  });
}

const states = (page: Page) =>
  page.locator('gan-viewer').evaluateAll((viewers) => viewers.map((viewer) => (viewer as GanViewer).state));

const deviceCount = (page: Page) =>
  page.evaluate(() => (globalThis as unknown as { devices: GPUDevice[] }).devices.length);

function modelRequests(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.endsWith('.safetensors')) asked.push(pathname);
  });
  return asked;
}

test('many elements, several models: one device; the same model is loaded once', async ({ page }) => {
  await watchDevices(page);
  const asked = modelRequests(page);
  const gpu = 'backend="webgpu"';
  const body = [0, 1, 2, 3].map((seed) => element('tiny', `${gpu} seed="${seed}"`)).join('');
  await openOwnPage(page, `${body}${element('style', gpu)}`);
  await expect.poll(() => states(page)).toEqual(Array(5).fill('ready'));
  expect(await deviceCount(page)).toBe(1);
  expect(asked.sort()).toEqual(['/style.safetensors', '/tiny.safetensors']);
  const shared = await page.locator('gan-viewer').evaluateAll((viewers) => {
    const generators = viewers.map((viewer) => (viewer as GanViewer).generator);
    return new Set(generators).size;
  });
  expect(shared).toBe(2);
  const pictures = await Promise.all(
    [0, 1, 2, 3].map(async (at) => (await page.locator('canvas').nth(at).screenshot()).toString('base64')),
  );
  expect(new Set(pictures).size).toBe(4);
});

test('a lost device comes back once, for every element', async ({ page }) => {
  await watchDevices(page);
  const gpu = 'backend="webgpu"';
  await openOwnPage(
    page,
    `${element('tiny', gpu)}${element('tiny', `${gpu} seed="1"`)}${element('style', gpu)}`,
  );
  await expect.poll(() => states(page)).toEqual(Array(3).fill('ready'));
  const seeds = await page.locator('gan-viewer').evaluateAll((viewers) => {
    const drawn = viewers.map(
      (viewer) =>
        new Promise((resolve) =>
          viewer.addEventListener('image', (event) => resolve((event as CustomEvent).detail.seed)),
        ),
    );
    (globalThis as unknown as { devices: GPUDevice[] }).devices[0]!.destroy();
    for (const [at, viewer] of viewers.entries()) (viewer as GanViewer).seed = 20 + at;
    return Promise.all(drawn);
  });
  expect(seeds).toEqual([20, 21, 22]);
  expect(await deviceCount(page)).toBe(2);
  const backends = await page
    .locator('gan-viewer')
    .evaluateAll((viewers) => viewers.map((viewer) => (viewer as GanViewer).generator!.backend));
  expect(backends).toEqual(['webgpu', 'webgpu', 'webgpu']);
});

test('a model that went to the CPU while another element drew is drawn on a new canvas', async ({ page }) => {
  await watchDevices(page);
  const gpu = 'backend="webgpu"';
  await openOwnPage(page, `${element('tiny', gpu)}${element('tiny', `${gpu} seed="1"`)}`);
  await expect.poll(() => states(page)).toEqual(['ready', 'ready']);
  const [first, second] = [page.locator('gan-viewer').first(), page.locator('gan-viewer').last()];
  await first.evaluate(async (viewer: GanViewer) => {
    // Every device from now on is lost as soon as it is there.
    const { requestDevice } = GPUAdapter.prototype;
    GPUAdapter.prototype.requestDevice = async function (descriptor) {
      const device = await requestDevice.call(this, descriptor);
      device.destroy();
      return device;
    };
    (globalThis as unknown as { devices: GPUDevice[] }).devices[0]!.destroy();
    const image = new Promise((resolve) => viewer.addEventListener('image', resolve, { once: true }));
    viewer.seed = 30;
    await image;
  });
  const drawn = await second.evaluate(async (viewer: GanViewer) => {
    const image = new Promise((resolve) => viewer.addEventListener('image', resolve, { once: true }));
    viewer.seed = 31;
    await image;
    return [viewer.generator!.backend, viewer.state];
  });
  expect(drawn).toEqual(['cpu', 'ready']);
});

test('elements of one model share its workers; the last to go frees it', async ({ page }) => {
  await page.addInitScript(() => {
    let workers = 0;
    const Native = Worker;
    globalThis.Worker = class extends Native {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        workers++;
      }
      override terminate(): void {
        super.terminate();
        workers--;
      }
    };
    Object.defineProperty(globalThis, 'workers', { get: () => workers });
  });
  const cpu = 'backend="cpu" threads="2"';
  await openOwnPage(page, [1, 2, 3].map((seed) => element('tiny', `${cpu} seed="${seed}"`)).join(''));
  await expect.poll(() => states(page)).toEqual(['ready', 'ready', 'ready']);
  const workers = () => page.evaluate(() => (globalThis as unknown as { workers: number }).workers);
  expect(await workers()).toBe(2);
  const remove = () =>
    page
      .locator('gan-viewer')
      .first()
      .evaluate((viewer) => viewer.remove());
  await remove();
  await remove();
  expect(await workers()).toBe(2);
  const drawn = await page.locator('gan-viewer').evaluate(async (viewer: GanViewer) => {
    const image = new Promise((resolve) => viewer.addEventListener('image', resolve, { once: true }));
    viewer.seed = 9;
    await image;
    return viewer.shown!.seed;
  });
  expect(drawn).toBe(9);
  await remove();
  await expect.poll(workers).toBe(0);
});

test('who leaves while a shared model loads does not stop it; a load that failed is tried again', async ({
  page,
  expected,
}) => {
  expected.consoleErrors.push(/503 .*tiny\.safetensors/);
  let broken = true;
  await page.route('**/tiny.safetensors', async (route) => {
    if (broken) await route.fulfill({ status: 503 });
    else await route.continue();
  });
  const cpu = 'backend="cpu" threads="1"';
  await openOwnPage(page, `${element('tiny', cpu)}${element('tiny', cpu)}`);
  await expect.poll(() => states(page)).toEqual(['failed', 'failed']);
  broken = false;
  await page.evaluate((cpu) => {
    const both = [1, 2].map((seed) => {
      const viewer = document.createElement('gan-viewer');
      for (const pair of `src=/tiny.safetensors ${cpu.replaceAll('"', '')} seed=${seed}`.split(' ')) {
        const [name, value] = pair.split('=');
        viewer.setAttribute(name!, value!);
      }
      viewer.style.width = '120px';
      return viewer;
    });
    document.body.prepend(...both);
    both[0]!.addEventListener('progress', () => both[0]!.remove(), { once: true });
  }, cpu);
  await expect.poll(() => states(page)).toEqual(['ready', 'failed', 'failed']);
});

test('off screen an element sleeps: it loads near the screen, and draws what changed when it comes back', async ({
  page,
}) => {
  const asked = modelRequests(page);
  const cpu = 'backend="cpu" threads="1"';
  const far = '<div style="height: 6000px"></div>';
  await openOwnPage(page, `${element('tiny', cpu)}${far}${element('style', cpu)}`);
  await expect.poll(() => states(page)).toEqual(['ready', 'empty']);
  expect(asked).toEqual(['/tiny.safetensors']);

  const tiny = page.locator('gan-viewer').first();
  await page.locator('gan-viewer').last().scrollIntoViewIfNeeded();
  await expect.poll(() => states(page)).toEqual(['ready', 'ready']);
  const images = await tiny.evaluate(async (viewer: GanViewer) => {
    let count = 0;
    viewer.addEventListener('image', () => count++);
    Object.assign(globalThis, { count: () => count });
    for (const seed of [4, 5, 6]) {
      viewer.seed = seed;
      for (let frame = 0; frame < 10; frame++) await new Promise(requestAnimationFrame);
    }
    return count;
  });
  expect(images).toBe(0);
  await page.evaluate(() => scrollTo(0, 0));
  await expect.poll(() => tiny.evaluate((viewer: GanViewer) => viewer.shown!.seed)).toBe(6);
  expect(await page.evaluate(() => (globalThis as unknown as { count(): number }).count())).toBe(1);
});

test('loading="eager" does not wait for the screen', async ({ page }) => {
  const rest = 'backend="cpu" threads="1" loading="eager"';
  await openOwnPage(page, `<div style="height: 6000px"></div>${element('tiny', rest)}`);
  await expect.poll(() => states(page)).toEqual(['ready']);
  await page.locator('gan-viewer').evaluate((viewer: GanViewer) => {
    viewer.style.display = 'none';
    viewer.seed = 5;
  });
  await expect
    .poll(() => page.locator('gan-viewer').evaluate((viewer: GanViewer) => viewer.shown!.seed))
    .toBe(5);
});
