import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import {
  expectAccessible,
  expectNoSideways,
  expectReachable,
  expectWithin,
  schemes,
  screens,
} from './screens.ts';
import { test } from './site.ts';
import { tabTo } from './tabTo.ts';
import { choose, input, output, slope, url } from './translatePage.ts';

for (const scheme of schemes) {
  test(`axe finds nothing, ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.goto(url);
    await expect(page.getByText('Drop an image here')).toBeVisible();
    await expectAccessible(page);
    await choose(page, 'knee.png', await slope(8, 8, 20));
    await expect(output(page)).toHaveAttribute('aria-label', /knee\.png/);
    await expectAccessible(page);
    await page.getByRole('radio', { name: 'Side by side' }).check();
    await expectAccessible(page);
  });
}

for (const [width, height] of screens) {
  test(`nothing is cut off at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.goto(url);
    await expect(page.getByText('Drop an image here')).toBeInViewport({ ratio: 1 });
    await choose(page, 'knee.png', await slope(8, 8, 20));
    await expect(output(page)).toHaveAttribute('aria-label', /knee\.png/);
    for (const arrangement of ['Wipe', 'Side by side']) {
      await page.getByRole('radio', { name: arrangement }).check();
      await expectNoSideways(page);
      for (const canvas of [input(page), output(page)]) {
        await expectWithin(page, canvas);
        const box = (await canvas.boundingBox())!;
        expect(box.width).toBeCloseTo(box.height, 0);
      }
    }
    await expectReachable(page.getByRole('button', { name: 'Save PNG' }));
  });
}

test('everything works with the keyboard alone', async ({ page }, testInfo) => {
  const folder = testInfo.outputPath('knees');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'a.png'), await slope(8, 8, 20));
  await page.goto(url);
  const { keyboard } = page;
  page.on('filechooser', () => {}); // from here on: a key is quicker than the first request to hear of it
  await tabTo(page, page.getByRole('button', { name: 'Choose an image' }));
  const choosing = page.waitForEvent('filechooser');
  await keyboard.press('Enter');
  await (await choosing).setFiles({
    name: 'knee.png',
    mimeType: 'image/png',
    buffer: await slope(8, 8, 20),
  });
  await expect(output(page)).toHaveAttribute('aria-label', /knee\.png/);
  await tabTo(page, page.getByRole('radio', { name: 'Wipe' }));
  await keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Side by side' })).toBeChecked();
  await keyboard.press('ArrowLeft');

  await tabTo(page, page.getByRole('button', { name: 'Translate a folder' }));
  const choosingFolder = page.waitForEvent('filechooser');
  await keyboard.press('Enter');
  const zip = page.waitForEvent('download');
  await (await choosingFolder).setFiles(folder);
  expect((await zip).suggestedFilename()).toMatch(/-translated\.zip$/);
  await expect(page.getByRole('button', { name: 'Translate a folder' })).toBeFocused();
  await tabTo(page, page.getByRole('button', { name: 'Save PNG' }));
  const png = page.waitForEvent('download');
  await keyboard.press('Enter');
  expect((await png).suggestedFilename()).toBe('knee-translated.png');
  await expect(page.getByRole('button', { name: 'Save PNG' })).toBeFocused();

  // From the end of the page on: the edge between both pictures.
  const edge = page.getByRole('slider', { name: 'Edge between input and output' });
  await tabTo(page, edge);
  await keyboard.press('ArrowRight');
  await expect(edge).toHaveValue('51');
  await rm(folder, { recursive: true });
});
