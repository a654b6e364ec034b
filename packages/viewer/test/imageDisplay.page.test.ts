import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { compare, dragAlong, frame, open, slider, tool } from './imagePage.ts';
import { pinch } from './pinch.ts';
import { greyValues } from './screenPixels.ts';
import { settled, test } from './site.ts';

test.describe('display', () => {
  test('window, level and inversion are those of the formula, and do not change what is saved', async ({
    page,
  }) => {
    await open(page, '#seed=3');
    const plain = await greyValues(page);
    await page.getByText('Window and level').click();
    await slider(page, 'Window').fill('40');
    await slider(page, 'Level').fill('30');
    const windowed = (grey: number) => Math.min(255, Math.max(0, ((grey / 255 - 0.3) / 0.4 + 0.5) * 255));
    const seen = await greyValues(page);
    expect(new Set(seen).size).toBeGreaterThan(10);
    // Filters of 8 bits: what rounding leaves is enlarged as the window enlarges it.
    seen.forEach((grey, at) => {
      expect(Math.abs(grey - windowed(plain[at]!))).toBeLessThanOrEqual(4);
    });
    await tool(page, 'Invert').click();
    await expect(tool(page, 'Invert')).toHaveAttribute('aria-pressed', 'true');
    (await greyValues(page)).forEach((grey, at) => {
      expect(Math.abs(255 - grey - seen[at]!)).toBeLessThanOrEqual(1);
    });
    await expect(page.locator('gan-viewer').getByText('synthetic', { exact: true })).toBeVisible();

    await tool(page, 'Zoom in').click();
    await tool(page, compare).click();
    const save = async () => {
      const downloading = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Save PNG' }).click();
      return readFile(await (await downloading).path());
    };
    const altered = await save();
    await page.getByRole('button', { name: 'Zoom 125 %' }).click();
    await tool(page, compare).click();
    await expect(tool(page, 'Invert')).toHaveAttribute('aria-pressed', 'false');
    expect(await greyValues(page)).toEqual(plain);
    expect(altered.equals(await save())).toBe(true);
  });

  test('the right button drags window and level; so does the tool', async ({ page }) => {
    await open(page);
    await page.getByText('Window and level').click();
    await dragAlong(page, [0.5, 0.5], [0.3, 0.4], 'right');
    await expect(slider(page, 'Window')).toHaveAttribute('aria-valuetext', '80 %');
    await expect(slider(page, 'Level')).toHaveAttribute('aria-valuetext', '40 %');
    await tool(page, 'Window and level').click();
    await dragAlong(page, [0.5, 0.5], [0.7, 0.6]);
    await expect(slider(page, 'Window')).toHaveAttribute('aria-valuetext', '100 %');
    await expect(slider(page, 'Level')).toHaveAttribute('aria-valuetext', '50 %');
    await dragAlong(page, [0.9, 0.1], [0.05, 0.95]);
    await expect(slider(page, 'Level')).toHaveAttribute('aria-valuetext', '100 %');
    await frame(page).dblclick({ position: { x: 20, y: 20 } });
    await expect(slider(page, 'Window')).toHaveAttribute('aria-valuetext', '100 %');
  });

  test('wheel, drag and keys zoom and move; the picture always fills its frame', async ({ page }) => {
    await open(page);
    const canvas = page.locator('gan-viewer canvas');
    const { x, y, width, height } = (await frame(page).boundingBox())!;
    await page.mouse.move(x + width * 0.25, y + height * 0.25);
    await page.mouse.wheel(0, -347);
    await expect(page.getByRole('button', { name: 'Zoom 200 %' })).toBeVisible();
    // What was under the pointer is there still.
    const near = (await canvas.boundingBox())!;
    expect((x + width * 0.25 - near.x) / near.width).toBeCloseTo(0.25, 2);
    await dragAlong(page, [0.5, 0.5], [0.9, 0.9]);
    const moved = (await canvas.boundingBox())!;
    expect(moved.x).toBeCloseTo(x, 0);
    expect(moved.y).toBeCloseTo(y, 0);
    await frame(page).focus();
    await page.keyboard.press('ArrowRight');
    expect((await canvas.boundingBox())!.x).toBeCloseTo(x - width * 0.05, 0);
    await page.keyboard.press('-');
    await expect(page.getByRole('button', { name: 'Zoom 160 %' })).toBeVisible();
    await page.keyboard.press('+');
    await page.keyboard.press('i');
    await expect(tool(page, 'Invert')).toHaveAttribute('aria-pressed', 'true');
    await page.keyboard.press('0');
    await expect(page.getByRole('button', { name: 'Zoom 100 %' })).toBeVisible();
    await expect(tool(page, 'Invert')).toHaveAttribute('aria-pressed', 'false');
    expect(await canvas.boundingBox()).toEqual({ x, y, width, height });
  });

  test('the mark stays where it is, and above the picture', async ({ page }) => {
    await open(page, '#image.zoom=4&image.window=0.1&image.inverted=1');
    const mark = page.locator('gan-viewer').getByText('synthetic', { exact: true });
    const onTop = () =>
      mark.evaluate((element) => {
        element.style.pointerEvents = 'auto';
        const { x, y, width, height } = element.getBoundingClientRect();
        return (
          (element.getRootNode() as ShadowRoot).elementFromPoint(x + width / 2, y + height / 2) === element
        );
      });
    await expect(page.getByRole('button', { name: 'Zoom 400 %' })).toBeVisible();
    expect(await onTop()).toBe(true);
    const { x, y, width, height } = (await frame(page).boundingBox())!;
    const box = (await mark.boundingBox())!;
    expect(box.x + box.width).toBeLessThan(x + width);
    expect(box.x).toBeGreaterThan(x + width * 0.7);
    expect(box.y + box.height).toBeLessThan(y + height);
    await tool(page, compare).click();
    await expect(page.locator('.wipe .mark')).toBeVisible();
    await expect(page.locator('.wipe .mark')).toHaveText('synthetic');
  });

  test('the address keeps how the picture is looked at', async ({ page }) => {
    await open(page);
    await tool(page, 'Invert').click();
    await tool(page, 'Zoom in').click();
    await tool(page, compare).click();
    await expect
      .poll(() => new URL(page.url()).hash)
      .toContain('image.zoom=1.25&image.inverted=1&image.compare=1');
    await page.goto('about:blank');
    await page.goBack();
    await settled(page);
    await expect(tool(page, 'Invert')).toHaveAttribute('aria-pressed', 'true');
    await expect(tool(page, compare)).toHaveAttribute('aria-pressed', 'true');
    await expect(page.getByRole('button', { name: 'Zoom 125 %' })).toBeVisible();
  });
});

test.describe('fingers', () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 844 } });

  test('two zoom around their middle, whatever the tool; the page stays where it is', async ({ page }) => {
    await open(page);
    const canvas = page.locator('gan-viewer canvas');
    await frame(page).scrollIntoViewIfNeeded();
    for (const name of ['Move', 'Window and level', 'Ruler']) {
      await tool(page, name).click();
      const whole = (await frame(page).boundingBox())!;
      await pinch(page, frame(page), [0.5, 0.25], 2);
      await expect(page.getByRole('button', { name: 'Zoom 200 %' })).toBeVisible();
      const near = (await canvas.boundingBox())!;
      expect((whole.x + whole.width * 0.5 - near.x) / near.width).toBeCloseTo(0.5, 2);
      expect((whole.y + whole.height * 0.25 - near.y) / near.height).toBeCloseTo(0.25, 2);
      expect(await frame(page).boundingBox()).toEqual(whole);
      await pinch(page, frame(page), [0.5, 0.25], 0.4);
      await expect(page.getByRole('button', { name: 'Zoom 100 %' })).toBeVisible();
    }
    expect(await page.evaluate(() => visualViewport!.scale)).toBe(1);
  });
});
