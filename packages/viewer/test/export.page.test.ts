import { readFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { readPng } from './pngFile.ts';
import { expectAccessible, expectNoSideways, schemes } from './screens.ts';
import { settled, siteUrl, test } from './site.ts';

const studio = 'studio/?model=/tiny.safetensors&backend=cpu#seed=40&edit.direction+1=1&truncation=0.7';

/** A browser that gives a page no folder, such as Firefox. */
async function withoutPicker(page: Page): Promise<void> {
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'showDirectoryPicker'));
}

/** The question for a folder answered, which no test can do by hand: with one of the page's own storage. */
async function withPickedFolder(page: Page): Promise<void> {
  await page.addInitScript(() => {
    Object.assign(globalThis, {
      showDirectoryPicker: async () =>
        (await navigator.storage.getDirectory()).getDirectoryHandle('picked', { create: true }),
    });
  });
}

async function openDialog(page: Page, address = studio) {
  await page.goto(siteUrl(address));
  await settled(page);
  await page.getByRole('button', { name: 'Export a dataset' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export a dataset' });
  await expect(dialog).toBeVisible();
  return dialog;
}

/** Downloads what the dialog exports as it stands, and gives its files. */
async function exportZip(page: Page, dialog: ReturnType<Page['getByRole']>) {
  const downloading = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Export as a zip' }).click();
  const download = await downloading;
  const files = unzipSync(await readFile(await download.path()));
  return { name: download.suggestedFilename(), files };
}

const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

test('a zip of PNGs with their table is downloaded', async ({ page }) => {
  await withoutPicker(page);
  const dialog = await openDialog(page);
  await expect(dialog.getByLabel('First seed')).toHaveValue('40');
  await dialog.getByLabel('Images').fill('6');
  for (const grade of [0, 1, 3]) await dialog.getByLabel(`Share of grade ${grade}`).fill('0');
  await dialog.getByLabel('Share of grade 4').fill('2');
  await expect(dialog.getByText('67 %')).toBeVisible();
  await dialog.getByRole('radio', { name: '16 bit' }).check();
  const { name, files } = await exportZip(page, dialog);
  expect(name).toBe('tiny.zip');
  await expect(dialog.getByRole('status')).toHaveText('6 images in tiny.zip');

  const rows = text(files['tiny/metadata.csv']).trim().split('\n');
  expect(rows).toHaveLength(7);
  const column = (title: string) => rows[0]!.split(',').indexOf(title);
  const values = (title: string) => rows.slice(1).map((row) => row.split(',')[column(title)]!);
  expect(values('seed')).toEqual(['40', '41', '42', '43', '44', '45']);
  expect(values('grade').toSorted()).toEqual(['2', '2', '4', '4', '4', '4']);
  expect(values('edit_direction 1')).toEqual(Array(6).fill('1'));
  for (const path of values('file')) {
    const png = readPng(Buffer.from(files[`tiny/${path}`]!));
    expect([png.width, png.height]).toEqual([24, 16]);
    expect(png.texts['XML:com.adobe.xmp']).toContain('trainedAlgorithmicMedia');
  }
  expect(Object.keys(files)).toHaveLength(10);
  for (const card of ['MODEL-CARD.md', 'DATASET-CARD.md']) {
    expect(text(files[`tiny/${card}`])).toContain('diagnos');
  }
  const journal = text(files['tiny/export.jsonl'])
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(journal[0].settings).toMatchObject({ bits: 16, sampling: { truncation: 0.7 }, backend: 'cpu' });
  expect(journal.at(-1).finished).toBe(true);
});

test('with the keyboard alone, in another format; what cannot be is said', async ({ page }) => {
  await withoutPicker(page);
  await page.goto(siteUrl(studio));
  await settled(page);
  await page.getByRole('button', { name: 'Export a dataset' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Export a dataset' });
  await expect(dialog.getByLabel('Images')).toBeFocused();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('5');
  const tabTo = async (name: string) => {
    const wanted = dialog.getByLabel(name);
    for (
      let presses = 0;
      !(await wanted.evaluate((element) => element === document.activeElement));
      presses++
    ) {
      expect(presses).toBeLessThan(15);
      await page.keyboard.press('Tab');
    }
  };
  await tabTo('Format');
  await page.keyboard.type('StyleGAN');
  await expect(dialog.getByText('16 bit')).toHaveCount(0);
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('status')).toHaveText(
    'Not exported: format stylegan: images are 24x16, expected square ones, as StyleGAN does',
  );
  await tabTo('Format');
  await page.keyboard.type('WebDataset');
  await page.keyboard.press('Tab');
  const downloading = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  const files = unzipSync(await readFile(await (await downloading).path()));
  expect(text(files['tiny/tiny-000000.tar']!.subarray(0, 10))).toBe('000000.png');
  await expect(dialog.getByRole('status')).toHaveText('5 images in tiny.zip');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: 'Export a dataset' })).toBeFocused();
});

test('an export into a folder is stopped and gone on with', async ({ page }) => {
  await withPickedFolder(page);
  const dialog = await openDialog(page);
  await dialog.getByLabel('Images').fill('400');
  const start = dialog.getByRole('button', { name: 'Export into a folder' });
  await start.click();
  await expect(dialog.getByText(/^[1-3]\d\d of 400 images, .* a second, .* left/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeVisible();
  await dialog.getByRole('button', { name: 'Stop' }).click();
  await expect(dialog.getByRole('status')).toHaveText(
    'Stopped. The same export into the same folder goes on with it.',
  );
  const stopped = await journalLines(page);
  expect(stopped.length).toBeGreaterThan(1);
  expect(stopped.at(-1)).not.toContain('finished');
  await start.click();
  await expect(dialog.getByRole('status')).toHaveText('400 images in picked', { timeout: 50_000 });
  const lines = await journalLines(page);
  expect(lines.slice(0, stopped.length)).toEqual(stopped);
  expect(lines.filter((line) => line.startsWith('{"chunk"'))).toHaveLength(4);
  expect(lines.at(-1)).toContain('"finished":true');

  await dialog.getByLabel('First seed').fill('7');
  await start.click();
  await expect(dialog.getByRole('status')).toContainText('the folder holds an export with other settings');
});

async function journalLines(page: Page): Promise<string[]> {
  const journal = await page.evaluate(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('picked');
    const file = await (await folder.getFileHandle('export.jsonl')).getFile();
    return file.text();
  });
  return journal.trim().split('\n');
}

for (const colorScheme of schemes) {
  test(`the dialog is readable for everybody in the ${colorScheme} scheme`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    const dialog = await openDialog(page);
    await expect(dialog.getByText('8 bit')).toBeVisible();
    await expectAccessible(page, 'dialog');
    await page.setViewportSize({ width: 390, height: 844 });
    const box = (await dialog.boundingBox())!;
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(390);
    await expectNoSideways(page);
  });
}

test('nothing of it is loaded before it is asked for', async ({ page }) => {
  const scripts: string[] = [];
  page.on('request', (request) => {
    if (request.resourceType() === 'script') scripts.push(request.url());
  });
  await page.goto(siteUrl(studio));
  await settled(page);
  const before = scripts.length;
  expect(scripts.filter((url) => /export/i.test(url))).toEqual([]);
  await page.getByRole('button', { name: 'Export a dataset' }).click();
  await expect(page.getByRole('dialog', { name: 'Export a dataset' })).toBeVisible();
  expect(scripts.length).toBeGreaterThan(before);
});
