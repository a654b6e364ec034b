import { expect, type Page } from '@playwright/test';
import { greyLevels, siteUrl, test } from './site.ts';

const status = (page: Page) => page.locator('p[role=status]');

for (const name of ['html', 'react', 'vue']) {
  test(`the example in ${name} draws a knee, and hears of changes`, async ({ page }) => {
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    await page.goto(siteUrl(`examples/${name}/index.html`));
    await expect(status(page)).toHaveText('Seed 7, grade 3');
    expect(await greyLevels(page)).toBeGreaterThan(60);
    await page.getByRole('button', { name: 'Next seed' }).click();
    await expect(status(page)).toHaveText('Seed 8, grade 3');
    await page.getByRole('radio', { name: 'KL 1' }).check();
    await expect(status(page)).toHaveText('Seed 8, grade 1');
    // The page draws itself anew with each image, and must not give its element the old grade again.
    await page.getByRole('button', { name: 'Next seed' }).click();
    await expect(status(page)).toHaveText('Seed 9, grade 1');
    await expect(page.getByRole('radio', { name: 'KL 1' })).toBeChecked();
    expect(said).toEqual([]);
  });
}

for (const name of ['react', 'vue']) {
  test(`${name} sets properties, and takes the element out and in`, async ({ page }) => {
    await page.goto(siteUrl(`examples/${name}/index.html`));
    await expect(status(page)).toHaveText('Seed 7, grade 3');
    await page.getByRole('combobox').selectOption('0');
    await expect(status(page)).toHaveText('Seed 7, grade 0');
    await expect(page.getByRole('radio', { name: 'KL 0' })).toBeChecked();
    await page.getByRole('button', { name: 'Next seed' }).click();
    await expect(status(page)).toHaveText('Seed 8, grade 0');
    await page.getByRole('button', { name: 'Remove' }).click();
    await expect(page.locator('gan-viewer')).toHaveCount(0);
    await page.getByRole('button', { name: 'Show' }).click();
    await expect(page.locator('gan-viewer')).toHaveAttribute('seed', '8');
    expect(await greyLevels(page)).toBeGreaterThan(60);
  });
}
