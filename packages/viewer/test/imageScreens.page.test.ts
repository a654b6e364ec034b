import { expect } from '@playwright/test';
import { compare, frame, open, slider, tool } from './imagePage.ts';
import { expectAccessible, expectNoSideways, expectWithin, schemes, screens } from './screens.ts';
import { settled, siteUrl, test } from './site.ts';

for (const scheme of schemes)
  test(`axe finds nothing, ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await open(page, '#edit.direction+1=1');
    await page.getByText('Window and level').click();
    await page.getByText('Saved edits').click();
    await page.getByLabel('Name of the edit').fill('one');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('button', { name: 'Rename one' }).click();
    await tool(page, 'Ruler').click();
    await tool(page, compare).click();
    await expectAccessible(page);
  });

for (const [width, height] of screens)
  test(`nothing is cut off at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await open(page);
    await page.getByText('Window and level').click();
    await page.getByText('Saved edits').click();
    await page
      .getByLabel('Name of the edit')
      .fill('a rather long name of an edit that someone keeps here for later');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByRole('button', { name: /^Rename a rather/ })).toBeVisible();
    await tool(page, compare).click();
    await expectNoSideways(page);
    await expectWithin(page, page.locator('.toolbar button, .saved-edits button'));
    await page.evaluate(() => scrollTo(0, 0));
    const top = (await page.locator('.toolbar').boundingBox())!;
    const box = (await frame(page).boundingBox())!;
    expect(box.y).toBeGreaterThanOrEqual(top.y + top.height - 1);
    expect(box.y + box.height).toBeLessThanOrEqual(height);
  });

test('what is unfolded comes into view, not behind the buttons below', async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 768 });
  // A panel that is longer than the page.
  await page.goto(siteUrl('studio/?model=/knee.safetensors&backend=cpu'));
  await settled(page);
  const actions = (await page.locator('#image-view .actions').boundingBox())!;
  const summary = page.getByText('Saved edits');
  await expect(summary).toBeVisible();
  // Just above the buttons, where unfolding it shows nothing more.
  await summary.evaluate((element, top) => {
    element.closest('.controls')!.scrollTop += element.getBoundingClientRect().bottom + 8 - top;
    element.focus({ preventScroll: true });
  }, actions.y);
  await page.keyboard.press('Enter');
  const last = page.getByRole('button', { name: 'Import JSON' });
  const bottom = async () => {
    const { y, height } = (await last.boundingBox())!;
    return y + height;
  };
  await expect.poll(bottom).toBeLessThanOrEqual(actions.y);
});

test('tools by keyboard alone', async ({ page }) => {
  await open(page);
  await tool(page, 'Undo').focus();
  for (let presses = 0; presses < 3; presses++) await page.keyboard.press('ArrowRight');
  await expect(tool(page, 'Window and level')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(tool(page, 'Window and level')).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('End');
  await expect(tool(page, 'Zoom in')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(frame(page)).toBeFocused();
  await page.keyboard.press('c');
  await page.keyboard.press('Tab');
  await expect(slider(page, 'Unedited image up to')).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('r');
  await expect(page.locator('.ruler')).toBeVisible();
  await page.keyboard.press('Shift+Tab');
  await expect(tool(page, 'Zoom in')).toBeFocused();
  await page.keyboard.press('Home');
  await expect(tool(page, 'Undo')).toBeFocused();
});
