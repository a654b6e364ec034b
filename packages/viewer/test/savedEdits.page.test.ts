import { readFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import { open, slider, tool } from './imagePage.ts';
import { picture, settled, siteUrl, test, tinyStudio } from './site.ts';

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
