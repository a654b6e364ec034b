import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { checkImage } from '@roentgan/datasets';
import { encodePng } from '@roentgan/gan-runtime';
import type { GanViewer } from '@roentgan/viewer';
import { unzipSync } from 'fflate';
import { siteUrl, test } from './site.ts';

const url = siteUrl('studio/?model=/translation.safetensors&backend=cpu');
const view = (page: Page) => page.locator('.translate-view');
const output = (page: Page) => view(page).locator('.after canvas');
const input = (page: Page) => view(page).locator('.before canvas');
const measurerImages = new URL('../../measurer/test/images/', import.meta.url);

/** A grey PNG with a slope of its own. */
async function slope(width: number, height: number, by: number): Promise<Buffer> {
  const data = Uint8Array.from(
    { length: width * height },
    (_, at) => ((at % width) * 9 + Math.floor(at / width) * by) % 256,
  );
  const png = await encodePng({ width, height, channels: 1, bitDepth: 8, data });
  return Buffer.from(await png.arrayBuffer());
}

async function choose(page: Page, name: string, buffer: Buffer, mimeType = 'image/png'): Promise<void> {
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose an image' }).click();
  await (await choosing).setFiles({ name, mimeType, buffer });
}

/** What a page would drop or paste: files in a DataTransfer. */
async function give(page: Page, kind: 'drop' | 'paste', name: string, buffer: Buffer): Promise<void> {
  await page.evaluate(
    ({ kind, name, base64 }) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], name));
      const event =
        kind === 'drop'
          ? new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })
          : new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
      document.body.dispatchEvent(event);
      if (!event.defaultPrevented) throw new Error(`the page left the ${kind} to the browser`);
    },
    { kind, name, base64: buffer.toString('base64') },
  );
}

function pixels(canvas: ReturnType<typeof output>): Promise<number[]> {
  return canvas.evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    return [...data].filter((_, at) => at % 4 === 0);
  });
}

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

for (const scheme of ['light', 'dark'] as const) {
  test(`axe finds nothing, ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.goto(url);
    const check = async () => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id} ${nodes.map(({ html }) => html).join(' ')}`)).toEqual(
        [],
      );
    };
    await expect(page.getByText('Drop an image here')).toBeVisible();
    await check();
    await choose(page, 'knee.png', await slope(8, 8, 20));
    await expect(output(page)).toHaveAttribute('aria-label', /knee\.png/);
    await check();
    await page.getByRole('radio', { name: 'Side by side' }).check();
    await check();
  });
}

for (const [width, height] of [
  [1440, 900],
  [1024, 768],
  [390, 844],
] as const) {
  test(`nothing is cut off at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.goto(url);
    await expect(page.getByText('Drop an image here')).toBeInViewport({ ratio: 1 });
    await choose(page, 'knee.png', await slope(8, 8, 20));
    await expect(output(page)).toHaveAttribute('aria-label', /knee\.png/);
    for (const arrangement of ['Wipe', 'Side by side']) {
      await page.getByRole('radio', { name: arrangement }).check();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      for (const canvas of [input(page), output(page)]) {
        const box = (await canvas.boundingBox())!;
        expect(box.x).toBeGreaterThanOrEqual(0);
        expect(box.x + box.width).toBeLessThanOrEqual(width);
        expect(box.width).toBeCloseTo(box.height, 0);
      }
    }
    await page.getByRole('button', { name: 'Save PNG' }).scrollIntoViewIfNeeded();
    await expect(page.getByRole('button', { name: 'Save PNG' })).toBeInViewport({ ratio: 1 });
  });
}
