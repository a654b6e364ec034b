import { expect } from '@playwright/test';
import { drawn, grid, openGallery, selected } from './galleryPage.ts';
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
  await openGallery(page);
  const { keyboard } = page;
  const active = () => grid(page).getAttribute('aria-activedescendant');
  await page.getByRole('link', { name: 'Reader studies' }).focus();
  await keyboard.press('Tab');
  await expect(grid(page)).toBeFocused();
  await expect(page.locator('.gallery-tile.active .synthetic-picture')).toHaveCSS('outline-style', 'solid');
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowLeft']) await keyboard.press(key);
  await expect.poll(active).toBe('tile-1-1');
  await keyboard.press('Space');
  await expect.poll(() => selected(page)).toEqual(['1.1']);
  for (let at = 0; at < 4; at++) await keyboard.press('Shift+ArrowRight');
  await expect.poll(() => selected(page)).toEqual(['1.1', '1.2', '1.3', '1.4', '2.0']);
  await keyboard.press('Space');
  await expect.poll(() => selected(page)).toEqual(['1.1', '1.2', '1.3', '1.4']);
  for (const key of ['PageDown', 'PageDown', 'End']) await keyboard.press(key);
  await drawn(page);
  await expect(page.locator('.gallery-tile.active')).toBeInViewport({ ratio: 0.99 });
  const row = await page.locator('.gallery-tile.active').getAttribute('data-item');
  expect(Number.parseInt(row!, 10)).toBeGreaterThan(4);
  expect(row).toMatch(/\.4$/);
  await keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: 'Nothing selected' })).toBeVisible();
  await keyboard.press('ControlOrMeta+Home');
  await keyboard.press('ArrowUp');
  await expect.poll(active).toBe('tile-0-0');
  await keyboard.press('Space');
  await keyboard.press('ArrowRight');
  await keyboard.press('Space');
  for (let tabs = 0; !(await page.locator(':focus').textContent())!.startsWith('Compare'); tabs++) {
    expect(tabs).toBeLessThan(15);
    await keyboard.press('Tab');
  }
  await keyboard.press('Enter');
  await expect(page.getByRole('group', { name: /^Compared images/ })).toBeFocused();
  await keyboard.press('Escape');
  await expect(grid(page)).toBeFocused();
  await keyboard.press('Enter');
  await expect(page.getByRole('link', { name: 'Image' })).toHaveAttribute('aria-current', 'page');
  await expect(page.locator('gan-viewer')).toHaveAttribute('labels', 'grade=1');
});

for (const colorScheme of schemes) {
  test(`axe finds nothing in the ${colorScheme} scheme`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await openGallery(page, '&gallery.selected=0.1_1.2');
    await page.getByLabel('Go to seed').fill('x');
    await page.getByRole('button', { name: 'Go' }).click();
    await expectAccessible(page);
    await openGallery(page, '&gallery.selected=0.1_1.2&gallery.compare=difference');
    await expect(page.getByText('PSNR')).toBeVisible();
    await expectAccessible(page);
  });
}

for (const [width, height] of screens) {
  test(`nothing is cut off at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    for (const compare of ['', '&gallery.compare=difference']) {
      await openGallery(page, `&gallery.selected=0.1_0.2${compare}`);
      await expectNoSideways(page);
      const pictures = page.locator('.gallery-stage .synthetic-picture');
      const place = page.locator('.gallery-stage');
      const stage = (await place.boundingBox())!;
      expect(stage.y + stage.height).toBeLessThanOrEqual(height);
      await expectWithin(page, pictures, place);
      for (const picture of await pictures.all()) {
        const box = (await picture.boundingBox())!;
        expect(box.width / box.height).toBeCloseTo(24 / 16, 1);
        if (compare) expect(box.y + box.height).toBeLessThanOrEqual(stage.y + stage.height);
      }
      const gallery = page.locator('.gallery-view');
      for (const name of ['Copy link', compare ? 'Back to the gallery' : 'Compare 2'])
        await expectReachable(gallery.getByRole('button', { name }));
      await expectWhole(gallery.getByRole('button'));
    }
  });
}
