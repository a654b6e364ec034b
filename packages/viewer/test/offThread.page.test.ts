import { readFile } from 'node:fs/promises';
import { type Download, expect, type Page } from '@playwright/test';
import { checkImage } from '@roentgan/datasets';
import { unzipSync } from 'fflate';
import { settled, siteUrl, test } from './site.ts';

/** What marking, encoding and signing need is taken from the page; workers keep theirs. */
async function withoutEncoders(page: Page): Promise<void> {
  await page.addInitScript(() => {
    for (const name of ['CompressionStream', 'OffscreenCanvas']) Reflect.deleteProperty(globalThis, name);
    const refuse = () => {
      throw new Error('this ran on the page');
    };
    VideoEncoder.prototype.encode = refuse;
    SubtleCrypto.prototype.sign = refuse;
    CanvasRenderingContext2D.prototype.getImageData = refuse;
    // The exporter hashes the model file and its settings.
    const digest = SubtleCrypto.prototype.digest;
    SubtleCrypto.prototype.digest = function (algorithm, data) {
      const [first, second] = new Uint8Array(ArrayBuffer.isView(data) ? data.buffer : data);
      return first === 0x89 && second === 0x50 ? refuse() : digest.call(this, algorithm, data);
    };
  });
}

async function open(page: Page, hash = ''): Promise<void> {
  await page.goto(siteUrl(`studio/?strict&model=/tiny.safetensors&backend=cpu${hash}`));
  await settled(page);
}

async function pressed(page: Page, button: string): Promise<Download> {
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: button, exact: true }).click();
  return downloading;
}

const workersOf = (page: Page, name: string) =>
  page.workers().filter((worker) => worker.url().includes(name));
const bytesOf = async (download: Download) => new Uint8Array(await readFile(await download.path()));

async function expectSigned(png: Uint8Array): Promise<void> {
  const { manifest } = await checkImage(new Uint8Array(png), 'saved.png');
  expect(manifest?.state).toBe('intact');
}

const pngsOf = (zip: Uint8Array) =>
  Object.entries(unzipSync(zip)).flatMap(([name, bytes]) => (name.endsWith('.png') ? [bytes] : []));

test('PNGs are made by one worker, which stays', async ({ page }) => {
  await withoutEncoders(page);
  await open(page);
  expect(workersOf(page, 'signedPng')).toHaveLength(0);
  const [first, second] = [await pressed(page, 'Save PNG'), await pressed(page, 'Save PNG')];
  await expectSigned(await bytesOf(first));
  expect(await bytesOf(second)).toEqual(await bytesOf(first));
  expect(workersOf(page, 'signedPng')).toHaveLength(1);
});

for (const [kind, button] of [
  ['PNG frames', 'Export PNG frames'],
  ['GIF', 'Export GIF'],
  ['WebM', 'Export WebM'],
] as const) {
  test(`an animation is drawn and encoded by a worker: ${kind}`, async ({ page }) => {
    test.setTimeout(120_000);
    await withoutEncoders(page);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await open(page, '#view=animate&animate.seconds=0.5');
    await page.getByRole('radio', { name: kind }).check();
    await page.getByLabel('Frames', { exact: true }).selectOption('10');
    const bytes = await bytesOf(await pressed(page, button));
    expect(bytes.length).toBeGreaterThan(1000);
    if (kind !== 'PNG frames') return;
    await expectSigned(pngsOf(bytes)[0]!);
  });
}

test('a dataset is finished by a worker, which ends with it', async ({ page }) => {
  await withoutEncoders(page);
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'showDirectoryPicker'));
  await open(page);
  await page.getByRole('button', { name: 'Export a dataset' }).click();
  await page.getByLabel('Images').fill('4');
  const pngs = pngsOf(await bytesOf(await pressed(page, 'Export as a zip')));
  expect(pngs).toHaveLength(4);
  await expectSigned(pngs[0]!);
  await expect.poll(() => workersOf(page, 'finishWorker').length).toBe(0);
});

test('a worker that cannot be had is said in one line, and the next save tries again', async ({ page }) => {
  await page.route(/signedPngWorker/, (route) => route.abort());
  await open(page);
  const save = page.getByRole('button', { name: 'Save PNG' });
  const said = page.locator('#announcement');
  for (let presses = 0; presses < 2; presses++) {
    await save.click();
    await expect(said).toHaveText('Not saved: the part of the page that writes PNGs could not be loaded');
  }
  await page.unroute(/signedPngWorker/);
  await pressed(page, 'Save PNG');
  await expect(said).toHaveText(/^Saved tiny-seed-0/);
});
