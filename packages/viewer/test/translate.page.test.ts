import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { checkImage, loadFormat } from '@roentgan/datasets';
import type { GanViewer } from '@roentgan/viewer';
import { unzipSync } from 'fflate';
import { test } from './site.ts';
import { choose, give, input, measurerImages, output, pixels, slope, url, view } from './translatePage.ts';

test("a translation model opens here: an image goes in, the model's own output comes out", async ({
  page,
}) => {
  await page.goto(url);
  await expect(page.getByText('Drop an image here')).toBeVisible();
  await expect(page.getByText('Nothing is uploaded: the model runs in this page.')).toBeVisible();
  await expect(page.getByText('The model takes 8 × 8 px, grey.')).toBeVisible();
  await expect(page.locator('#image-view')).toBeHidden();
  await choose(page, 'knee.png', await slope(8, 8, 20));
  await expect(output(page)).toHaveAttribute('aria-label', 'Synthetic image: made from knee.png');
  await expect(view(page).getByRole('status').first()).toHaveText('knee.png: 8 × 8 px, PNG.');
  await expect(view(page).locator('.after .mark')).toBeVisible();
  const given = await pixels(input(page));
  const expected = Array.from({ length: 64 }, (_, at) => ((at % 8) * 9 + Math.floor(at / 8) * 20) % 256);
  expect(given).toEqual(expected);
  // What run() of the runtime makes of the same values, mapped to pixels as the runtime maps them.
  const made = await page.locator('gan-viewer').evaluate(async (viewer: GanViewer, given) => {
    const data = Float32Array.from(given, (value) => (value / 255) * 2 - 1);
    const outputs = await viewer.generator!.run({ photo: { shape: [1, 1, 8, 8], data } });
    return [...Object.values(outputs)[0]!.data].map((value) => Math.max(-1, Math.min(1, value)));
  }, given);
  const shown = await pixels(output(page));
  for (const [at, value] of made.entries())
    expect(Math.abs(shown[at]! - ((value + 1) / 2) * 255)).toBeLessThan(1.01);
  expect(shown).not.toEqual(given);
});

test("an image is dropped or pasted; JPEG and others than the model's size are taken", async ({ page }) => {
  await page.goto(url);
  await expect(page.getByText('Drop an image here')).toBeVisible();
  await give(page, 'drop', 'wide.png', await slope(32, 16, 5));
  await expect(output(page)).toHaveAttribute('aria-label', /wide\.png/);
  await expect(view(page).getByRole('status').first()).toHaveText('wide.png: 32 × 16 px, PNG.');
  const first = await pixels(output(page));
  await give(page, 'paste', 'grey.jpg', await readFile(new URL('grey.jpg', measurerImages)));
  await expect(output(page)).toHaveAttribute('aria-label', /grey\.jpg/);
  expect(await pixels(output(page))).not.toEqual(first);
  await expect(view(page).getByRole('status').first()).toContainText('JPEG');
});

test('what is no image says so, and leaves what was there', async ({ page }) => {
  await page.goto(url);
  await choose(page, 'notes.png', Buffer.from('no image'));
  await expect(page.getByRole('alert').filter({ visible: true })).toHaveText(
    /^Not translated: notes\.png: is of another format/,
  );
  await expect(page.getByRole('button', { name: 'Save PNG' })).toBeDisabled();
  await choose(page, 'knee.png', await slope(8, 8, 20));
  await expect(output(page)).toHaveAttribute('aria-label', /knee\.png/);
  await expect(view(page).getByRole('alert')).toBeHidden();
  const png = await slope(8, 8, 20);
  await choose(page, 'short.png', png.subarray(0, png.length - 20));
  await expect(view(page).getByRole('alert')).toHaveText(/short\.png: is a PNG that is cut short/);
  await expect(page.getByRole('button', { name: 'Save PNG' })).toBeEnabled();
});

test('wipe and side by side, by mouse and keys; the address keeps which', async ({ page }) => {
  await page.goto(url);
  await choose(page, 'knee.png', await slope(8, 8, 20));
  const edge = page.getByRole('slider', { name: 'Edge between input and output' });
  const clip = () =>
    view(page)
      .locator('.after')
      .evaluate((figure) => getComputedStyle(figure).clipPath);
  await expect(edge).toHaveValue('50');
  expect(await clip()).toBe('inset(0px 0px 0px 50%)');
  await edge.focus();
  await page.keyboard.press('Home');
  expect(await clip()).toMatch(/^inset\(0(px)? 0px 0px 0%\)$|^inset\(0px\)$/);
  await page.keyboard.press('End');
  expect(await clip()).toBe('inset(0px 0px 0px 100%)');
  const radio = page.getByRole('radio', { name: 'Side by side' });
  await radio.focus();
  await page.keyboard.press(' ');
  await expect(edge).toBeHidden();
  expect(await clip()).toBe('none');
  const [left, right] = [(await input(page).boundingBox())!, (await output(page).boundingBox())!];
  expect(right.x).toBeGreaterThanOrEqual(left.x + left.width);
  expect(right.width).toBeCloseTo(left.width, 0);
  await expect.poll(() => page.url()).toContain('translate.compare=beside');
  await page.reload();
  await expect(page.getByRole('radio', { name: 'Side by side' })).toBeChecked();
});

test('Save PNG: the output, with what it was made from', async ({ page }) => {
  await page.goto(url);
  const png = await slope(8, 8, 20);
  await choose(page, 'knee.png', png);
  await expect(output(page)).toHaveAttribute('aria-label', /knee\.png/);
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save PNG' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('knee-translated.png');
  const { origin, manifest } = await checkImage(Uint8Array.from(await readFile(await download.path())), 'x');
  expect(origin.saysSynthetic).toBe(true);
  const hash = Buffer.from(await crypto.subtle.digest('SHA-256', Uint8Array.from(png))).toString('hex');
  expect(origin.xmp).toContain(hash);
  expect(origin.xmp).not.toContain('roentgan:Seed');
  expect(manifest).toMatchObject({ state: 'intact', generation: { source: { sha256: hash } } });
});

test('a folder becomes a zip; what is no image is skipped and named', async ({ page }, testInfo) => {
  const folder = testInfo.outputPath('knees');
  await mkdir(join(folder, 'left'), { recursive: true });
  await writeFile(join(folder, 'a.png'), await slope(8, 8, 20));
  await writeFile(join(folder, 'a.jpg'), await readFile(new URL('grey.jpg', measurerImages)));
  await writeFile(join(folder, 'left', 'b.png'), await slope(16, 16, 30));
  await writeFile(join(folder, 'notes.txt'), 'no image');
  await page.goto(url);
  const downloading = page.waitForEvent('download');
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Translate a folder' }).click();
  await (await choosing).setFiles(folder);
  const download = await downloading;
  const files = unzipSync(await readFile(await download.path()));
  const top = download.suggestedFilename().replace(/\.zip$/, '');
  expect(top).toMatch(/-translated$/);
  expect(Object.keys(files).sort()).toEqual(
    ['a-2.png', 'a.png', 'left/b.png', 'skipped.txt'].map((name) => `${top}/${name}`),
  );
  expect(new TextDecoder().decode(files[`${top}/skipped.txt`])).toMatch(/^notes\.txt: is of another format/);
  const { origin, width } = await checkImage(Uint8Array.from(files[`${top}/left/b.png`]!), 'b.png');
  expect([origin.saysSynthetic, width]).toEqual([true, 8]);
  await expect(page.getByText(/^3 images in .*\.zip\. Skipped 1, first notes\.txt/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Translate a folder' })).toBeFocused();
  await rm(folder, { recursive: true });
});

test('a folder without images says so; a long one is stopped and leaves nothing', async ({
  page,
}, testInfo) => {
  const folder = testInfo.outputPath('knees');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'notes.txt'), 'no image');
  await page.goto(url);
  let saved = 0;
  page.on('download', () => saved++);
  const start = async () => {
    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Translate a folder' }).click();
    await (await choosing).setFiles(folder);
  };
  await start();
  await expect(page.getByText(/^Not translated: none of 1 files is an image: notes\.txt/)).toBeVisible();
  const png = await slope(8, 8, 20);
  for (let at = 0; at < 300; at++) await writeFile(join(folder, `${at}.png`), png);
  await start();
  const bar = page.getByRole('progressbar', { name: 'Files translated' });
  await expect.poll(() => bar.evaluate((bar: HTMLProgressElement) => bar.value)).toBeGreaterThan(0);
  await page.getByRole('button', { name: 'Stop' }).press('Enter');
  await expect(page.getByText('Stopped. Nothing was saved.')).toBeVisible();
  const left = await page.evaluate(async () => {
    const root = (await navigator.storage.getDirectory()) as unknown as { keys(): AsyncIterable<string> };
    const names: string[] = [];
    for await (const name of root.keys()) names.push(name);
    return names;
  });
  expect([saved, left]).toEqual([0, []]);
  await rm(folder, { recursive: true });
});

test('a DICOM file of 16 bits is read as its grey values say', async ({ page }) => {
  const { encoder } = await loadFormat('dicom');
  const shades = Uint16Array.from({ length: 64 }, (_, at) => at * 1040);
  const facts = { index: 0, name: 'knee', seed: 0, labels: {}, edits: {} };
  const image = { ...facts, width: 8, height: 8, channels: 1, bits: 16, pixels: shades } as const;
  const model = { name: 'tiny', sha256: '0'.repeat(64) };
  const file = await encoder.encode(image, { name: 'test', software: 'Roentgan', model });
  await page.goto(url);
  await choose(page, 'knee.dcm', Buffer.from(file), 'application/dicom');
  await expect(output(page)).toHaveAttribute('aria-label', 'Synthetic image: made from knee.dcm');
  await expect(view(page).getByRole('status').first()).toHaveText(
    'knee.dcm: 8 × 8 px, DICOM. It says that it is synthetic itself.',
  );
  expect(await pixels(input(page))).toEqual([...shades].map((shade) => Math.round((shade / 65535) * 255)));
  const cut = Buffer.from(file).subarray(0, file.length - 40);
  await give(page, 'drop', 'cut.dcm', cut);
  await expect(view(page).getByRole('alert')).toHaveText(/^Not translated: cut\.dcm: /);
});

test('nothing looks like an error while the view is on its way', async ({ page }) => {
  let arrive = () => {};
  const held = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  await page.route(/translateView-.*\.js/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(url);
  // The element itself has nothing to draw from, and says so where nobody sees it.
  await expect(page.locator('gan-viewer')).toContainText('This model needs an image to start from');
  await expect(page.getByRole('alert').filter({ visible: true })).toHaveCount(0);
  await expect(page.locator('#image-view')).toBeHidden();
  arrive();
  await expect(page.getByText('Drop an image here')).toBeVisible();
});
