import { expect, type Page } from '@playwright/test';
import type { GanViewer } from '@roentgan/viewer';
import { compare, dragAlong, frame, open, shown, slider, tool } from './imagePage.ts';
import { greyValues } from './screenPixels.ts';
import { settled, siteUrl, test } from './site.ts';

test.describe('undo and redo', () => {
  test('a drag of a slider is one step', async ({ page }) => {
    await open(page);
    await expect(tool(page, 'Undo')).toHaveAttribute('aria-disabled', 'true');
    const direction = slider(page, 'Direction 1');
    const box = (await direction.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    for (const share of [0.6, 0.7, 0.8, 0.9])
      await page.mouse.move(box.x + box.width * share, box.y + box.height / 2);
    await page.mouse.up();
    const moved = await direction.inputValue();
    expect(Number(moved)).toBeGreaterThan(1.5);
    await page.getByRole('button', { name: 'Next seed' }).click();
    await page.getByRole('button', { name: 'Next seed' }).click();
    await page.getByRole('radio', { name: '3' }).check();

    await page.keyboard.press('Control+z');
    await expect(page.getByRole('radio', { name: '0' })).toBeChecked();
    await tool(page, 'Undo').click();
    await expect(page.getByLabel('Seed', { exact: true })).toHaveValue('1');
    await tool(page, 'Undo').click();
    await expect(direction).toHaveValue(moved);
    await tool(page, 'Undo').click();
    await expect(direction).toHaveValue('0');
    await expect(tool(page, 'Undo')).toHaveAttribute('aria-disabled', 'true');
    await page.keyboard.press('Control+Shift+Z');
    await expect(direction).toHaveValue(moved);
    await page.keyboard.press('Control+y');
    await expect(page.getByLabel('Seed', { exact: true })).toHaveValue('1');
    await tool(page, 'Redo').click();
    await tool(page, 'Redo').click();
    await expect(page.getByRole('radio', { name: '3' })).toBeChecked();
    await expect(tool(page, 'Redo')).toHaveAttribute('aria-disabled', 'true');
    await settled(page);
    expect(await shown(page)).toMatchObject({
      seed: 2,
      labels: { grade: 3 },
      edits: { 'direction 1': Number(moved) },
    });
    await expect.poll(() => new URL(page.url()).hash).toContain('seed=2&label.grade=3');
  });

  test('keys pressed in a row are one step, after a rest another; reset is one', async ({ page }) => {
    await page.clock.install();
    await open(page);
    const direction = slider(page, 'Direction 1');
    await direction.focus();
    for (let presses = 0; presses < 3; presses++) await page.keyboard.press('ArrowRight');
    await page.clock.runFor(1500);
    await page.keyboard.press('ArrowRight');
    await expect(direction).toHaveValue('0.4');
    await page.getByRole('button', { name: 'Reset directions' }).click();
    await expect(direction).toHaveValue('0');
    for (const value of ['0.4', '0.3', '0']) {
      await page.keyboard.press('Control+z');
      await expect(direction).toHaveValue(value);
    }
  });

  test('while text is typed its own undo is meant', async ({ page }) => {
    await open(page);
    await slider(page, 'Direction 1').fill('2');
    await page.getByText('Saved edits').click();
    await page.getByLabel('Name of the edit').fill('abc');
    await page.getByLabel('Name of the edit').press('Control+z');
    await expect(slider(page, 'Direction 1')).toHaveValue('2');
  });
});

test.describe('before and after', () => {
  const handle = (page: Page) => slider(page, 'Unedited image up to');

  test('the unedited image of the same seed lies over the edited one, up to the handle', async ({ page }) => {
    await open(page, '#seed=4&label.grade=1');
    const unedited = await greyValues(page);
    await slider(page, 'Direction 1').fill('3');
    const edited = await greyValues(page);
    expect(edited).not.toEqual(unedited);
    await tool(page, compare).click();
    await expect(page.getByRole('img', { name: 'Synthetic image: seed 4, without edits' })).toBeVisible();
    await handle(page).focus();
    await page.keyboard.press('End');
    await expect(handle(page)).toHaveAttribute('aria-valuenow', '100');
    const near = (a: readonly number[], b: readonly number[]) =>
      Math.max(...a.map((grey, at) => Math.abs(grey - b[at]!)));
    expect(near(await greyValues(page), unedited)).toBeLessThanOrEqual(1);
    await page.keyboard.press('Home');
    expect(near(await greyValues(page), edited)).toBeLessThanOrEqual(1);
    for (const key of ['PageUp', 'PageUp', 'ArrowRight', 'ArrowLeft', 'ArrowUp'])
      await page.keyboard.press(key);
    await expect(handle(page)).toHaveAttribute('aria-valuenow', '21');
    const { x, y, width, height } = (await frame(page).boundingBox())!;
    await page.mouse.move(x + width * 0.21, y + height * 0.7);
    await page.mouse.down();
    await page.mouse.move(x + width * 0.6, y + height * 0.2, { steps: 3 });
    await page.mouse.up();
    await expect(handle(page)).toHaveAttribute('aria-valuenow', '60');

    await page.getByRole('button', { name: 'Next seed' }).click();
    await expect(page.getByRole('img', { name: 'Synthetic image: seed 5, without edits' })).toBeVisible();
    await tool(page, compare).click();
    await expect(handle(page)).toBeHidden();
  });

  test('an edit that moves makes no unedited image anew', async ({ page }) => {
    await open(page);
    await tool(page, compare).click();
    await expect(page.getByRole('img', { name: 'Synthetic image: seed 0, without edits' })).toBeVisible();
    await page.locator('gan-viewer').evaluate((viewer: GanViewer) => {
      const generator = viewer.generator!;
      const generate = generator.generate.bind(generator);
      const page = window as unknown as { made: number };
      page.made = 0;
      generator.generate = ((options: object) => {
        page.made += 1;
        return generate(options);
      }) as typeof generator.generate;
    });
    for (const value of ['1', '2', '3']) {
      await slider(page, 'Direction 1').fill(value);
      await settled(page);
    }
    expect(await page.evaluate(() => (window as unknown as { made: number }).made)).toBe(0);
    await page.getByRole('radio', { name: '3' }).check();
    await expect.poll(() => page.evaluate(() => (window as unknown as { made: number }).made)).toBe(1);
  });
});

test.describe('ruler', () => {
  test('measures in pixels where the model states no size of them', async ({ page }) => {
    await open(page);
    await tool(page, 'Ruler').click();
    await expect(page.locator('.ruler-length')).toHaveText('12.0 px');
    await dragAlong(page, [0.25, 0.25], [0.5, 0.75]);
    await expect(page.locator('.ruler-length')).toHaveText('10.0 px');
    await page.getByRole('button', { name: 'First end of the ruler: 6 across, 4 down in pixels' }).focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Shift+ArrowUp');
    await expect(page.locator('.ruler-length')).toHaveText('13.9 px');
    await page.keyboard.press('Shift+ArrowDown');
    await expect(page.locator(':focus')).toHaveAccessibleName(
      'First end of the ruler: 5 across, 10 down in pixels',
    );
    await tool(page, 'Move').click();
    await expect(page.locator('.ruler')).toBeHidden();
  });

  test('and in mm where it does; the line stays in place when the picture is zoomed', async ({ page }) => {
    await page.goto(siteUrl('studio/?model=/scaled.safetensors&backend=webgpu'));
    await settled(page);
    await tool(page, 'Ruler').click();
    // 12 of 24 columns of 0.5 mm.
    await expect(page.locator('.ruler-length')).toHaveText('6.0 mm');
    await dragAlong(page, [0.5, 0.25], [0.5, 0.75]);
    await expect(page.locator('.ruler-length')).toHaveText('2.0 mm');
    await tool(page, 'Zoom in').click();
    await tool(page, 'Zoom in').click();
    await expect(page.locator('.ruler-length')).toHaveText('2.0 mm');
    const { y, height } = (await frame(page).boundingBox())!;
    const end = (await page.getByRole('button', { name: /^First end/ }).boundingBox())!;
    expect((end.y + end.height / 2 - y) / height).toBeCloseTo(0.5 - 0.25 * 1.5625, 2);
  });
});

test('a model that makes no image from a seed has no tools: it opens in Translate', async ({ page }) => {
  await page.goto(siteUrl('studio/?model=/translation.safetensors&backend=webgpu'));
  await expect(page.locator('.translate-view')).toBeVisible();
  await expect(page.getByRole('toolbar')).toHaveCount(0);
});
