import { expect } from '@playwright/test';
import { file, inputOf, open, tiles } from './inspectPage.ts';
import {
  expectAccessible,
  expectNoSideways,
  expectWhole,
  expectWithin,
  schemes,
  screens,
} from './screens.ts';
import { test } from './site.ts';
import { tabTo } from './tabTo.ts';

test('everything works with the keyboard alone', async ({ page }) => {
  await open(page);
  const { keyboard } = page;
  await tabTo(page, page.getByRole('link', { name: 'Inspect' }));
  await tabTo(page, page.getByRole('searchbox', { name: 'Filter nodes' }));
  await keyboard.type('up.');
  await tabTo(page, page.getByRole('button', { name: 'up.1', exact: true }));
  await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'up.1.relu' })).toBeVisible();
  await expect(tiles(page)).toHaveCount(4);
  await tabTo(page, page.getByLabel('Each tile on a scale of its own'));
  await keyboard.press('Space');
  await expect(page.getByLabel('Each tile on a scale of its own')).toBeChecked();
  await tabTo(page, inputOf(page));
  await tabTo(page, page.getByText('What the file does not say'));
  await keyboard.press('Enter');
  await expect(page.getByLabel('Family of PyTorch or safetensors weights')).toBeVisible();
  await tabTo(page, page.getByRole('button', { name: 'Measure' }));
  await keyboard.press('Enter');
  await expect(page.locator('.timing-result')).toContainText('ms in all');
  await expect(page.getByRole('button', { name: 'Measure' })).toBeFocused();
});

for (const colorScheme of schemes) {
  test(`axe finds nothing, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await open(page);
    await page.getByRole('button', { name: 'Measure' }).click();
    await expect(page.locator('.timing-result')).toContainText('ms in all');
    await page.getByRole('button', { name: 'up.1', exact: true }).click();
    await expect(tiles(page)).toHaveCount(4);
    await page.getByText('What the file does not say').click();
    await inputOf(page).setInputFiles(file('notes.txt', new TextEncoder().encode('none')));
    await expect(page.getByRole('alert')).toBeVisible();
    await expectAccessible(page);
  });
}

for (const [width, height] of screens) {
  test(`nothing is cut off at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await open(page);
    await page.getByRole('button', { name: 'Measure' }).click();
    await expect(page.locator('.timing-result')).toContainText('ms in all');
    await page.getByRole('button', { name: 'up.1', exact: true }).click();
    await expect(tiles(page)).toHaveCount(4);
    await expectNoSideways(page);
    const table = page.locator('.table-scroll');
    expect(await table.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
    // No number of the table is cut.
    await expectWhole(page.locator('table.layers :is(.params, .macs, .time, .output, thead th)'));
    await expectWithin(page, tiles(page));
  });
}
