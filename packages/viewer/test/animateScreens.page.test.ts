import { expect } from '@playwright/test';
import { EXPORT_MS, open, rows, stage, time, view } from './animatePage.ts';
import {
  expectAccessible,
  expectNoSideways,
  expectReachable,
  expectWhole,
  expectWithin,
  schemes,
  screens,
} from './screens.ts';
import { test } from './site.ts';

test('everything works with the keyboard alone', async ({ page }) => {
  test.setTimeout(2 * EXPORT_MS);
  await open(page);
  const { keyboard } = page;
  await page.locator('body').evaluate((body) => body.focus());
  await keyboard.press(' ');
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await keyboard.press(' ');
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
  await keyboard.press('Home');
  await expect(time(page)).toHaveValue('0');
  await keyboard.press('ArrowRight');
  await expect(time(page)).toHaveValue('0.04');
  await keyboard.press('PageUp');
  await expect.poll(async () => Number(await time(page).inputValue())).toBeCloseTo(0.14);
  await keyboard.press('ArrowLeft');
  await keyboard.press('End');
  await expect(time(page)).toHaveValue('1');
  await time(page).focus();
  await keyboard.press('Home');
  await keyboard.press('ArrowRight');
  await expect(time(page)).toHaveValue('0.04');
  const tabTo = async (name: RegExp) => {
    const focused = () =>
      page.evaluate(() => {
        const element = document.activeElement as HTMLInputElement;
        return element.ariaLabel || element.labels?.[0]?.textContent || element.textContent || '';
      });
    for (let presses = 0; !name.test(await focused()); presses++) {
      expect(presses, `tabs until ${name}`).toBeLessThan(40);
      await keyboard.press('Tab');
    }
  };
  await tabTo(/^Between images/);
  await keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Along an edit' })).toBeChecked();
  await keyboard.press('ArrowLeft');
  await tabTo(/^Move down: image 1/);
  await keyboard.press('Enter');
  await expect(rows(page).locator('strong').first()).toHaveText('Seed 8');
  await tabTo(/^Seconds for a step/);
  await keyboard.press('End');
  await expect(page.getByRole('slider', { name: 'Seconds for a step' })).toHaveValue('10');
  await keyboard.press('Home');
  await tabTo(/^WebM/);
  await keyboard.press('ArrowRight');
  await tabTo(/^Export GIF/);
  const downloading = page.waitForEvent('download', { timeout: EXPORT_MS });
  await keyboard.press('Enter');
  expect((await downloading).suggestedFilename()).toBe('tiny-seeds-8-7.gif');
  await expect(page.getByRole('button', { name: 'Export GIF' })).toBeFocused();
});

for (const scheme of schemes) {
  test(`axe finds nothing, ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await open(page);
    await expect(rows(page).last().locator('canvas')).toHaveAttribute('aria-label', /./);
    await expectAccessible(page);
    await page.getByRole('radio', { name: 'Along an edit' }).check();
    await page.getByRole('radio', { name: 'PNG frames' }).check();
    await expectAccessible(page);
  });
}

for (const [width, height] of screens) {
  test(`nothing is cut off at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await open(page);
    await expectNoSideways(page);
    await expect(page.locator('#image-view')).toBeHidden();
    const canvas = (await stage(page).boundingBox())!;
    expect(canvas.width / canvas.height).toBeCloseTo(24 / 16, 1);
    await expectWithin(page, stage(page));
    await expect(page.getByRole('button', { name: 'Play' })).toBeInViewport({ ratio: 1 });
    await expect(time(page)).toBeInViewport({ ratio: 1 });
    for (const kind of ['Between images', 'Along an edit']) {
      await page.getByRole('radio', { name: kind }).check();
      const texts = '.controls button, .segments span, .controls select, .controls p, .controls label';
      await expectWhole(view(page).locator(texts));
    }
    await expectReachable(page.getByRole('button', { name: 'Export WebM' }));
  });
}
