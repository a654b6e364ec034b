import { expect } from '@playwright/test';
import { expectAccessible, expectNoSideways, expectWithin, schemes, screens } from './screens.ts';
import { test } from './site.ts';
import { ask, finding, inputOf, open } from './stressPage.ts';
import { tabTo } from './tabTo.ts';

test('everything works with the keyboard alone', async ({ page }) => {
  await open(page);
  const { keyboard } = page;
  await tabTo(page, page.getByRole('link', { name: 'Stress-test' }));
  await tabTo(page, inputOf(page));
  await tabTo(page, page.getByLabel('Edit', { exact: true }));
  await keyboard.type('direction 2');
  await expect(page.getByLabel('Edit', { exact: true })).toHaveValue('direction 2');
  await tabTo(page, page.getByLabel('Points'));
  await keyboard.press('ControlOrMeta+A');
  await keyboard.type('5');
  await keyboard.press('Enter');
  await expect(finding(page)).toContainText('Seed 7');
  await tabTo(page, page.getByRole('button', { name: 'Save as CSV' }));
  const downloading = page.waitForEvent('download');
  await keyboard.press('Enter');
  expect((await downloading).suggestedFilename()).toBe('tiny-direction-2.csv');
});

for (const colorScheme of schemes) {
  test(`axe finds nothing, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await open(page);
    await page.getByLabel('Points').fill('5');
    await page.getByLabel('Seeds, from the one at hand on').fill('2');
    await ask(page).click();
    await expect(finding(page)).toContainText('Of 2 seeds');
    await page.getByText('Values as a table').click();
    await expectAccessible(page);
  });
}

for (const [width, height] of screens) {
  test(`nothing is cut off at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await open(page);
    await page.getByLabel('Points').fill('5');
    await ask(page).click();
    await expect(page.locator('figure')).not.toHaveCount(0);
    await expectNoSideways(page);
    const plot = page.locator('.plot');
    await expectWithin(page, plot);
    await expectWithin(page, page.locator('.plot text, figure'), plot);
  });
}
