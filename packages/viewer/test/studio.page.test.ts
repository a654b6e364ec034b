import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { checkImage } from '@roentgan/datasets';
import { readPng } from './pngFile.ts';
import { expectNoSideways, expectReachable, expectWithin, screens } from './screens.ts';
import { greyLevels, picture, settled, siteUrl, test, tinyStudio } from './site.ts';

test('draws on WebGPU and names the adapter', async ({ page }) => {
  await page.goto(siteUrl(tinyStudio));
  expect(await greyLevels(page)).toBeGreaterThan(20);
  await expect(page.locator('#backend')).toHaveText(/^WebGPU: \w+/);
  await expect(page.locator('#model-name')).toHaveText('tiny');
  await expect(page.locator('#image-size')).toHaveText('24 × 16 px');
  await expect(page.getByText('Not for diagnosis.')).toBeVisible();
  await expect(page.locator('gan-viewer').getByText('synthetic', { exact: true })).toBeVisible();
});

test('the picture follows the seed, and comes back with it', async ({ page }) => {
  await page.goto(siteUrl(tinyStudio));
  const first = await picture(page);
  await page.getByRole('button', { name: 'Next seed' }).click();
  await expect(page.getByLabel('Seed', { exact: true })).toHaveValue('1');
  expect(await picture(page)).not.toBe(first);
  await page.getByRole('button', { name: 'Previous seed' }).click();
  expect(await picture(page)).toBe(first);
  await page.getByRole('button', { name: 'Random' }).click();
  await expect(page.getByLabel('Seed', { exact: true })).not.toHaveValue('0');
  expect(await picture(page)).not.toBe(first);
});

test('a seed that is no seed changes nothing and is put right', async ({ page }) => {
  await page.goto(siteUrl(tinyStudio));
  const first = await picture(page);
  const seed = page.getByLabel('Seed', { exact: true });
  for (const wrong of ['-3', '1.5', '']) {
    await seed.fill(wrong);
    await seed.blur();
    await expect(seed).toHaveValue('0');
  }
  const previous = page.getByRole('button', { name: 'Previous seed' });
  await expect(previous).toHaveAttribute('aria-disabled', 'true');
  await previous.press('Enter');
  await expect(seed).toHaveValue('0');
  expect(await picture(page)).toBe(first);
});

test('the grade changes the picture', async ({ page }) => {
  await page.goto(siteUrl(tinyStudio));
  const first = await picture(page);
  await page.getByRole('radio', { name: '4' }).check();
  await expect(page.getByRole('group', { name: 'Grade' }).getByRole('radio', { checked: true })).toHaveValue(
    '4',
  );
  expect(await picture(page)).not.toBe(first);
});

test('sliders change the picture; resets bring it back', async ({ page }) => {
  await page.goto(siteUrl(tinyStudio));
  const first = await picture(page);
  const slider = page.getByRole('slider', { name: 'Direction 1' });
  await expect(page.getByRole('button', { name: 'Reset direction 1' })).toBeHidden();
  await slider.fill('2');
  await expect(slider).toHaveAttribute('aria-valuetext', '2.0 standard deviations');
  await expect(page.getByText('+2.0 σ')).toBeVisible();
  expect(await picture(page)).not.toBe(first);
  await page.getByRole('button', { name: 'Reset direction 1' }).click();
  await expect(slider).toHaveValue('0');
  await expect(slider).toBeFocused();
  expect(await picture(page)).toBe(first);

  await slider.fill('-1');
  await page.getByRole('slider', { name: 'Direction 2' }).fill('3');
  await page.getByRole('button', { name: 'Reset directions' }).click();
  await expect(slider).toHaveValue('0');
  expect(await picture(page)).toBe(first);
  await page.getByRole('slider', { name: 'Truncation' }).fill('0.3');
  expect(await picture(page)).not.toBe(first);
});

test('the address restores the state', async ({ page }) => {
  await page.goto(siteUrl(tinyStudio));
  await settled(page);
  await page.getByLabel('Seed', { exact: true }).fill('12');
  await page.getByRole('radio', { name: '3' }).check();
  await page.getByRole('slider', { name: 'Direction 2' }).fill('-1.5');
  const shown = await picture(page);
  await expect.poll(() => new URL(page.url()).hash).toContain('edit.direction+2=-1.5');
  await page.goto('about:blank');
  await page.goBack();
  expect(await picture(page)).toBe(shown);
  await expect(page.getByLabel('Seed', { exact: true })).toHaveValue('12');
  await expect(page.getByRole('radio', { name: '3' })).toBeChecked();
  await expect(page.getByRole('slider', { name: 'Direction 2' })).toHaveValue('-1.5');

  await page.evaluate(() => {
    location.hash = '#seed=1&label.grade=2';
  });
  await expect(page.getByLabel('Seed', { exact: true })).toHaveValue('1');
  await expect(page.getByRole('radio', { name: '2' })).toBeChecked();
  expect(await picture(page)).not.toBe(shown);
});

test('Save PNG downloads the picture with its provenance', async ({ page }) => {
  await page.goto(siteUrl(`${tinyStudio}#seed=9&label.grade=2&edit.direction+1=1`));
  await settled(page);
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save PNG' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('tiny-seed-9-grade-2-edited.png');
  await expect(page.getByRole('status')).toHaveText('Saved tiny-seed-9-grade-2-edited.png');
  const saved = await readFile(await download.path());
  const { width, height, texts } = readPng(saved);
  expect([width, height]).toEqual([24, 16]);
  const { manifest } = await checkImage(Uint8Array.from(saved), 'saved.png');
  expect(manifest).toMatchObject({ state: 'intact', signer: { isTest: true }, generation: { seed: 9 } });
  const xmp = texts['XML:com.adobe.xmp'];
  expect(xmp).toContain('trainedAlgorithmicMedia');
  expect(xmp).toContain('<roentgan:Seed>9</roentgan:Seed>');
  expect(xmp).toContain('Nobody &amp; &quot;co&quot;');
});

test('everything works with the keyboard alone', async ({ page }) => {
  await page.goto(siteUrl(tinyStudio));
  await settled(page);
  const keyboard = page.keyboard;
  const focused = () =>
    page.evaluate(() => {
      const { ariaLabel, id, textContent } = document.activeElement!;
      return ariaLabel || id || textContent!.trim();
    });
  const tabTo = async (name: string) => {
    for (let presses = 0; (await focused()) !== name; presses++) {
      expect(presses, `tabs until "${name}"`).toBeLessThan(25);
      await keyboard.press('Tab');
      await expect(page.locator(':focus')).toHaveCSS('outline-style', /.+/);
    }
  };
  await tabTo('seed');
  await keyboard.press('ControlOrMeta+A');
  await keyboard.type('42');
  await tabTo('Next seed');
  await keyboard.press('Enter');
  await expect(page.getByLabel('Seed', { exact: true })).toHaveValue('43');
  await keyboard.press('Tab');
  await keyboard.press('Tab');
  await expect(page.getByRole('radio', { name: '0' })).toBeFocused();
  await keyboard.press('ArrowRight');
  await keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: '2' })).toBeChecked();
  await tabTo('slider-direction-1');
  await keyboard.press('End');
  await expect(page.locator('gan-viewer')).toHaveAttribute('edits', 'direction 1=3');
  await keyboard.press('Home');
  await keyboard.press('ArrowRight');
  await expect(page.locator('gan-viewer')).toHaveAttribute('edits', 'direction 1=-2.9');
  const changed = await picture(page);
  await tabTo('save');
  const downloading = page.waitForEvent('download');
  await keyboard.press('Enter');
  expect((await downloading).suggestedFilename()).toBe('tiny-seed-43-grade-2-edited.png');
  await keyboard.press('Shift+Tab');
  await tabTo('save');
  expect(await picture(page)).toBe(changed);
});

for (const [width, height] of screens) {
  test(`nothing is cut off at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.goto(siteUrl(tinyStudio));
    await settled(page);
    await expectNoSideways(page);
    const canvas = (await page.locator('gan-viewer canvas').boundingBox())!;
    expect(canvas.width / canvas.height).toBeCloseTo(24 / 16, 1);
    await expectWithin(page, page.locator('gan-viewer canvas'));
    expect(canvas.y + canvas.height).toBeLessThanOrEqual(height);
    await expectReachable(page.getByRole('button', { name: 'Save PNG' }));
    await page.getByRole('slider', { name: 'Direction 1' }).focus();
    await page.keyboard.press('Tab');
    const seen = await page.locator(':focus').evaluate((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return document.elementFromPoint(x + width / 2, y + height / 2) === element;
    });
    expect(seen, 'the focused slider is not covered').toBe(true);
  });
}

test("the project's own knee model draws knees of its grades", async ({ page }) => {
  await page.goto(siteUrl('studio/?model=/knee.safetensors&backend=webgpu'));
  const first = await picture(page);
  expect(await greyLevels(page)).toBeGreaterThan(60);
  await page.getByRole('radio', { name: '4' }).check();
  expect(await picture(page)).not.toBe(first);
  await page.getByText('About this model').click();
  await expect(page.locator('#facts')).toContainText('10.17632/56rmx5bjcr.1');
});
