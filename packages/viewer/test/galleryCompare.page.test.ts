import { readFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import { checkImage } from '@roentgan/datasets';
import type { GanViewer } from '@roentgan/viewer';
import { unzipSync } from 'fflate';
import { drawn, madeGreys, openGallery, selected, shownGreys, tile } from './galleryPage.ts';
import { pinch } from './pinch.ts';
import { readPng } from './pngFile.ts';
import { picture, siteUrl, test, tinyStudio } from './site.ts';

const panes = (page: Page) => page.locator('.compared-pane');
const compared = (page: Page) => page.getByRole('group', { name: /^Compared images/ });
const transforms = (page: Page) =>
  panes(page)
    .locator('canvas')
    .evaluateAll((canvases) => canvases.map((canvas) => (canvas as HTMLElement).style.transform));

test('two to four are compared, with one zoom for all', async ({ page }) => {
  await openGallery(page);
  const compare = page.getByRole('button', { name: /^Compare/ });
  await expect(compare).toBeDisabled();
  for (const grade of [4, 0, 2]) await tile(page, 1, grade).click();
  await compare.click();
  await drawn(page);
  await expect(panes(page)).toHaveText([/A seed 1, grade 4/, /B seed 1, grade 0/, /C seed 1, grade 2/]);
  for (const [at, grade] of [4, 0, 2].entries())
    expect(await shownGreys(panes(page).nth(at))).toEqual(
      await madeGreys(page, { seed: 1, labels: { grade }, truncation: 1 }),
    );
  await expect(page.getByRole('radio', { name: 'Difference' })).toBeHidden();

  const same = async () => {
    const all = new Set(await transforms(page));
    expect(all.size).toBe(1);
    return [...all][0]!;
  };
  const whole = await same();
  const level = page.getByLabel('Zoom', { exact: true });
  await expect(level).toHaveText('100 %');
  const box = (await panes(page).nth(1).locator('.compared-frame').boundingBox())!;
  await page.mouse.move(box.x + box.width / 4, box.y + box.height / 2);
  await page.mouse.wheel(0, -400);
  await expect(level).not.toHaveText('100 %');
  const zoomed = await same();
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 4 - 30, box.y + box.height / 2, { steps: 3 });
  await page.mouse.up();
  const moved = await same();
  expect(new Set([whole, zoomed, moved]).size).toBe(3);
  await compared(page).focus();
  await page.keyboard.press('ArrowLeft');
  expect(await same()).not.toBe(moved);
  await page.keyboard.press('0');
  expect(await same()).toBe(whole);
  await page.keyboard.press('+');
  await expect(level).toHaveText('125 %');
  await page.getByRole('button', { name: 'Zoom out' }).click();
  expect(await same()).toBe(whole);
  await page.getByRole('button', { name: 'Zoom in' }).click();
  await page.getByRole('button', { name: 'Zoom in' }).click();
  await expect(level).toHaveText('156 %');
  await page.getByRole('button', { name: 'Show the whole image' }).click();
  expect(await same()).toBe(whole);

  await page.getByRole('button', { name: 'Back to the gallery' }).click();
  await expect(tile(page, 1, 4)).toBeVisible();
  await expect.poll(() => selected(page)).toEqual(['1.0', '1.2', '1.4']);
  for (const grade of [1, 3]) await tile(page, 1, grade).click();
  await expect(compare).toBeDisabled();
});

test('the difference is that of the grey values, on the scale that it states', async ({ page }) => {
  await openGallery(page, '&gallery.selected=3.0_5.4&gallery.compare=difference');
  await drawn(page);
  const [a, b] = await Promise.all(
    [
      { seed: 3, labels: { grade: 0 }, truncation: 1 },
      { seed: 5, labels: { grade: 4 }, truncation: 1 },
    ].map((asked) => madeGreys(page, asked)),
  );
  const differences = b!.map((grey, at) => grey - a![at]!);
  const mean = differences.reduce((sum, value) => sum + Math.abs(value), 0) / differences.length;
  const square = differences.reduce((sum, value) => sum + value * value, 0) / differences.length;
  const largest = Math.max(...differences.map(Math.abs));
  const numbers = page.locator('.difference-numbers dd');
  await expect(numbers).toHaveText([
    `${Number(mean.toFixed(2))} of 255`,
    `${largest} of 255`,
    `${(10 * Math.log10(255 ** 2 / square)).toFixed(2)} dB`,
  ]);
  const ends = page.locator('.difference-ends span');
  await expect(ends).toHaveText([`−${largest}`, '0', `+${largest}`]);

  const colourAt = (at: number) =>
    panes(page)
      .nth(2)
      .locator('canvas')
      .evaluate((canvas: HTMLCanvasElement, at) => {
        const { width, height } = canvas;
        return [
          ...canvas
            .getContext('2d')!
            .getImageData(0, 0, width, height)
            .data.slice(at * 4, at * 4 + 3),
        ];
      }, at);
  const [lighter, darker] = [Math.max(...differences), Math.min(...differences)].map((value) =>
    differences.indexOf(value),
  );
  const [red, , blue] = await colourAt(lighter!);
  expect(red).toBeGreaterThan(blue!);
  const [red2, , blue2] = await colourAt(darker!);
  expect(blue2).toBeGreaterThan(red2!);
  await page.getByRole('radio', { name: '16', exact: true }).check();
  await expect(ends).toHaveText(['−16', '0', '+16']);
  expect(differences[lighter!]).toBeGreaterThan(16);
  expect(await colourAt(lighter!)).toEqual([103, 0, 31]);

  const box = (await panes(page).nth(2).locator('.compared-frame').boundingBox())!;
  await page.mouse.move(box.x + (box.width * 5.5) / 24, box.y + (box.height * 3.5) / 16);
  const at = 3 * 24 + 5;
  const signed = differences[at]! > 0 ? `+${differences[at]}` : String(differences[at]).replace('-', '−');
  await expect(page.locator('.pixel-reading')).toHaveText(
    `x 5, y 3: A ${a![at]}, B ${b![at]}, B − A ${signed}`,
  );
  await page.getByRole('radio', { name: 'Side by side' }).check();
  await expect(panes(page)).toHaveCount(2);
  await expect(page.locator('.difference-numbers')).toBeHidden();
});

test('a link restores the comparison, the grid and what is selected', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openGallery(page, '&seed=4&edit.direction+2=-1.5');
  await page.getByLabel('Apply the edits of the image at hand').check();
  await page.getByRole('radio', { name: '2', exact: true }).check();
  await page.getByLabel('Go to seed').fill('3000');
  await page.getByRole('button', { name: 'Go' }).click();
  await drawn(page);
  const top = await page.locator('.gallery-row').first().textContent();
  await tile(page, 3001, 2).click();
  await tile(page, 3003, 2).click();
  await page.getByRole('button', { name: 'Compare 2' }).click();
  await page.getByRole('radio', { name: 'Difference' }).check();
  await page.getByRole('radio', { name: '64', exact: true }).check();
  await page.getByRole('button', { name: 'Zoom in' }).click();
  await drawn(page);
  const shown = { transforms: await transforms(page), greys: await shownGreys(panes(page).nth(2)) };
  const gallery = page.locator('.gallery-view');
  await gallery.getByRole('button', { name: 'Copy link' }).click();
  await expect(gallery.locator('.gallery-announcement')).toHaveText(
    'Link copied. It restores what is shown.',
  );
  const link = await page.evaluate(() => navigator.clipboard.readText());

  await page.goto('about:blank');
  await page.goto(link);
  await drawn(page);
  await expect(panes(page)).toHaveCount(3);
  expect({ transforms: await transforms(page), greys: await shownGreys(panes(page).nth(2)) }).toEqual(shown);
  await expect(page.getByRole('radio', { name: '64', exact: true })).toBeChecked();
  await page.getByRole('button', { name: 'Back to the gallery' }).click();
  await drawn(page);
  await expect.poll(() => selected(page)).toEqual(['3001.2', '3003.2']);
  await expect(page.locator('.gallery-row').first()).toHaveText(top!);
  await expect(page.getByLabel('Apply the edits of the image at hand')).toBeChecked();
  expect(await shownGreys(tile(page, 3001, 2))).toEqual(
    await madeGreys(page, {
      seed: 3001,
      labels: { grade: 2 },
      truncation: 1,
      edits: { 'direction 2': -1.5 },
    }),
  );
});

test('a link with nonsense in it opens the gallery as it is', async ({ page }) => {
  await openGallery(
    page,
    '&gallery.at=-4&gallery.grade=77&gallery.size=huge&gallery.selected=x_1.9_2&gallery.compare=side&gallery.zoom=a',
  );
  await expect(tile(page, 0, 0)).toBeVisible();
  await expect(page.getByRole('radio', { name: 'All', exact: true })).toBeChecked();
  await expect(page.getByRole('heading', { name: 'Nothing selected' })).toBeVisible();
});

test('the image view copies a link that restores it, and says where it may not', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(siteUrl(`${tinyStudio}#seed=9&label.grade=2`));
  const before = await picture(page);
  await page.getByRole('slider', { name: 'Direction 1' }).fill('2');
  // At once: the address bar is written only when the state has come to rest.
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByRole('status')).toHaveText('Link copied. It restores what is shown.');
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const shown = await picture(page);
  expect(shown).not.toBe(before);
  await page.goto('about:blank');
  await page.goto(link);
  expect(await picture(page)).toBe(shown);
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
  });
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByRole('status')).toHaveText(/^Not copied: .* The address bar has the same link\.$/);
});

test('one image is saved as a PNG with its provenance, several in a zip', async ({ page }) => {
  await openGallery(page, '&edit.direction+1=1&gallery.edited=1');
  await tile(page, 1, 3).click();
  const save = page.locator('.gallery-view').getByRole('button', { name: /^Save/ });
  const status = page.locator('.gallery-view .gallery-announcement');
  const one = page.waitForEvent('download');
  await save.click();
  const png = await one;
  expect(png.suggestedFilename()).toBe('tiny-seed-1-grade-3-edited.png');
  await expect(status).toHaveText('Saved tiny-seed-1-grade-3-edited.png');
  const bytes = await readFile(await png.path());
  const { manifest } = await checkImage(Uint8Array.from(bytes), 'one.png');
  expect(manifest).toMatchObject({ state: 'intact', generation: { seed: 1 } });
  expect(readPng(bytes).texts['XML:com.adobe.xmp']).toContain('trainedAlgorithmicMedia');

  await tile(page, 2, 0).click();
  await tile(page, 0, 4).click();
  const several = page.waitForEvent('download');
  await save.click();
  const zip = await several;
  expect(zip.suggestedFilename()).toBe('tiny-gallery-3-images.zip');
  const files = unzipSync(await readFile(await zip.path()));
  const name = (seed: number, grade: number) => `tiny-gallery/tiny-seed-${seed}-grade-${grade}-edited.png`;
  expect(Object.keys(files).toSorted()).toEqual([name(0, 4), name(1, 3), name(2, 0)]);
  for (const [path, content] of Object.entries(files)) {
    const { manifest } = await checkImage(Uint8Array.from(content), path);
    expect(manifest).toMatchObject({ state: 'intact' });
    expect(readPng(Buffer.from(content))).toMatchObject({ width: 24, height: 16 });
  }
});

test('saving many is stopped, and leaves nothing', async ({ page }) => {
  // More than are saved before a person finds the button.
  const many = Array.from({ length: 400 }, (_, at) => `${Math.floor(at / 5)}.${at % 5}`);
  await openGallery(page, `&gallery.selected=${many.join('_')}`);
  await expect(page.getByRole('heading', { name: '400 selected' })).toBeVisible();
  const downloads: string[] = [];
  page.on('download', (download) => downloads.push(download.suggestedFilename()));
  const gallery = page.locator('.gallery-view');
  await gallery.getByRole('button', { name: /^Save \d+ PNGs/ }).click();
  await expect(gallery.getByRole('button', { name: /^Save/ })).toBeDisabled();
  await expect(gallery.locator('.gallery-announcement')).toHaveText(/^Saving [1-9]/);
  await gallery.getByRole('button', { name: 'Stop' }).click();
  await expect(gallery.locator('.gallery-announcement')).toHaveText('Stopped, nothing was saved.');
  await expect(gallery.getByRole('button', { name: /^Save/ })).toBeFocused();
  expect(downloads).toEqual([]);
});

test('what cannot be made is not saved, and nothing else is', async ({ page }) => {
  await openGallery(page, '&gallery.selected=0.1_4000.1');
  const downloads: string[] = [];
  page.on('download', (download) => downloads.push(download.suggestedFilename()));
  await page.locator('gan-viewer').evaluate((viewer: GanViewer) => {
    Object.assign(viewer.generator!, { generate: () => Promise.reject(new Error('out of memory')) });
  });
  const gallery = page.locator('.gallery-view');
  await gallery.getByRole('button', { name: 'Save 2 PNGs' }).click();
  await expect(gallery.locator('.gallery-announcement')).toHaveText('Not saved: out of memory');
  await expect(gallery.getByRole('button', { name: 'Save 2 PNGs' })).toBeEnabled();
  expect(downloads).toEqual([]);
});

test.describe('fingers', () => {
  test.use({ hasTouch: true });

  test('two zoom all that is compared, around their middle', async ({ page }) => {
    await openGallery(page);
    for (const grade of [4, 0]) await tile(page, 1, grade).click();
    await page.getByRole('button', { name: /^Compare/ }).click();
    await drawn(page);
    await pinch(page, panes(page).first().locator('.compared-frame'), [0.25, 0.5], 2);
    await expect(page.getByLabel('Zoom', { exact: true })).toHaveText('200 %');
    expect(await transforms(page)).toEqual(Array(2).fill('translate(25%, 0%) scale(2)'));
  });
});
