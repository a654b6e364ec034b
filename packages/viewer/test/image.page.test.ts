import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import type { GanViewer } from '@roentgan/viewer';
import { greyValues } from './screenPixels.ts';
import { picture, settled, siteUrl, test, tinyStudio } from './site.ts';

const frame = (page: Page) => page.getByRole('group', { name: 'Picture: plus and minus zoom' });
const tool = (page: Page, name: string) =>
  page.getByRole('toolbar', { name: 'Picture tools' }).getByRole('button', { name, exact: true });
const slider = (page: Page, name: string) => page.getByRole('slider', { name, exact: true });
const compare = 'Compare with the unedited image';

async function open(page: Page, hash = ''): Promise<void> {
  await page.goto(siteUrl(`${tinyStudio}${hash}`));
  await settled(page);
  await expect(tool(page, 'Move')).toBeVisible();
}

/** What the element was asked to draw last. */
const shown = (page: Page) => page.locator('gan-viewer').evaluate((viewer: GanViewer) => viewer.shown!);

async function dragAlong(
  page: Page,
  from: readonly [number, number],
  to: readonly [number, number],
  button: 'left' | 'right' = 'left',
) {
  const { x, y, width, height } = (await frame(page).boundingBox())!;
  await page.mouse.move(x + width * from[0], y + height * from[1]);
  await page.mouse.down({ button });
  for (const share of [0.25, 0.5, 0.75, 1])
    await page.mouse.move(
      x + width * (from[0] + (to[0] - from[0]) * share),
      y + height * (from[1] + (to[1] - from[1]) * share),
    );
  await page.mouse.up({ button });
}

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

test.describe('saved edits', () => {
  async function openSaved(page: Page): Promise<void> {
    await page.getByText('Saved edits').click();
    await expect(page.getByLabel('Name of the edit')).toBeVisible();
  }
  async function save(page: Page, name: string): Promise<void> {
    await page.getByLabel('Name of the edit').fill(name);
    await page.getByLabel('Name of the edit').press('Enter');
    await expect(page.getByRole('button', { name, exact: true })).toBeVisible();
  }
  const group = (page: Page) => page.locator('.saved-edits');

  test('are kept by name over a reload: load, rename, delete, restore', async ({ page }) => {
    await open(page, '#seed=5&label.grade=2&edit.direction+1=1.5&truncation=0.5');
    const first = await picture(page);
    await openSaved(page);
    await group(page).getByRole('button', { name: 'Save', exact: true }).click();
    await expect(group(page).getByRole('alert')).toHaveText(
      'The name is empty, expected one that tells this edit from others',
    );
    await save(page, 'narrow');
    await page.getByRole('button', { name: 'Next seed' }).click();
    await slider(page, 'Direction 2').fill('-2');
    await save(page, 'wide 10');
    await save(page, 'wide 9');
    await expect(group(page).locator('.saved-name')).toHaveText(['narrow', 'wide 9', 'wide 10']);

    await page.goto(siteUrl(tinyStudio));
    await settled(page);
    await openSaved(page);
    await page.getByRole('button', { name: 'narrow', exact: true }).click();
    await expect(page.getByLabel('Seed', { exact: true })).toHaveValue('5');
    expect(await picture(page)).toBe(first);
    await tool(page, 'Undo').click();
    await expect(page.getByLabel('Seed', { exact: true })).toHaveValue('0');

    await page.getByLabel('Load the edits only').check();
    await page.getByRole('button', { name: 'narrow', exact: true }).click();
    await expect(slider(page, 'Direction 1')).toHaveValue('1.5');
    await expect(page.getByLabel('Seed', { exact: true })).toHaveValue('0');
    await expect(page.getByRole('radio', { name: '0' })).toBeChecked();

    await page.getByRole('button', { name: 'Rename narrow' }).click();
    const renaming = page.getByLabel('New name of narrow');
    await renaming.fill('wide 9');
    await renaming.press('Enter');
    await expect(group(page).getByRole('alert')).toHaveText(
      '"wide 9" is there already, expected another name',
    );
    await renaming.fill('tight');
    await renaming.press('Enter');
    await expect(page.getByRole('button', { name: 'tight', exact: true })).toBeFocused();
    await expect(group(page).locator('.saved-name')).toHaveText(['tight', 'wide 9', 'wide 10']);

    await page.getByRole('button', { name: 'Delete tight' }).click();
    await expect(group(page).locator('.saved-name')).toHaveText(['wide 9', 'wide 10']);
    await page.getByRole('button', { name: 'Restore' }).click();
    await expect(group(page).locator('.saved-name')).toHaveText(['tight', 'wide 9', 'wide 10']);
    await page.getByLabel('Name of the edit').fill('tight');
    await page.getByRole('button', { name: 'Replace', exact: true }).click();
    await expect(group(page).getByRole('status')).toHaveText('Saved "tight" in this browser');
    await expect(group(page).locator('.saved-name')).toHaveCount(3);
  });

  test('belong to their model', async ({ page }) => {
    await open(page);
    await openSaved(page);
    await save(page, 'of tiny');
    await page.goto(siteUrl('studio/?model=/style.safetensors&backend=webgpu'));
    await settled(page);
    await openSaved(page);
    await save(page, 'of style');
    await expect(group(page).locator('.saved-name')).toHaveText(['of style']);
  });

  test('go out as JSON and come back; a wrong file is refused in one line and changes nothing', async ({
    page,
  }) => {
    await open(page, '#seed=5&label.grade=2&edit.direction+1=1.5');
    const first = await picture(page);
    await openSaved(page);
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export JSON' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('tiny-seed-5.edit.json');
    const text = await readFile(await download.path(), 'utf8');
    expect(JSON.parse(text)).toEqual({
      roentganEdit: 1,
      model: 'tiny',
      seed: 5,
      labels: { grade: 2 },
      edits: { 'direction 1': 1.5 },
      truncation: 1,
    });
    await page.getByRole('button', { name: 'Reset directions' }).click();
    await page.getByRole('button', { name: 'Next seed' }).click();
    const picker = page.getByLabel('Edit file');
    const give = (name: string, content: string) =>
      picker.setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(content) });
    const changed = await picture(page);
    const alert = group(page).getByRole('alert');
    for (const [content, message] of [
      ['{', 'a.json: is no JSON, or cut short, expected a file that the studio saved'],
      [text.replace('"tiny"', '"knee"'), 'a.json: is for the model "knee", expected "tiny"'],
      [text.replace('"grade": 2', '"grade": 7'), 'a.json: label "grade" is 7, expected 0 to 4'],
      [text.replace('1.5', '15'), 'a.json: edit "direction 1" is 15, expected -3 to 3'],
      [' '.repeat(1024 * 1024 + 1), 'a.json: has 1048577 bytes, expected at most 1048576'],
    ] as const) {
      await give('a.json', content);
      await expect(alert).toHaveText(message);
    }
    expect(await picture(page)).toBe(changed);
    await give('tiny-seed-5.edit.json', text);
    await expect(group(page).getByRole('status')).toHaveText('Loaded tiny-seed-5.edit.json');
    await expect(alert).toHaveText('');
    expect(await picture(page)).toBe(first);
  });
});

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

for (const scheme of ['light', 'dark'] as const)
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
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id} ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  });

for (const [width, height] of [
  [1440, 900],
  [1024, 768],
  [390, 844],
] as const)
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
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    for (const button of await page.locator('.toolbar button, .saved-edits button').all()) {
      const box = (await button.boundingBox())!;
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(width);
    }
    await page.evaluate(() => scrollTo(0, 0));
    const top = (await page.locator('.toolbar').boundingBox())!;
    const box = (await frame(page).boundingBox())!;
    expect(box.y).toBeGreaterThanOrEqual(top.y + top.height - 1);
    expect(box.y + box.height).toBeLessThanOrEqual(height);
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

test('a model that makes no image from a seed has no tools: it opens in Translate', async ({ page }) => {
  await page.goto(siteUrl('studio/?model=/translation.safetensors&backend=webgpu'));
  await expect(page.locator('.translate-view')).toBeVisible();
  await expect(page.getByRole('toolbar')).toHaveCount(0);
});
