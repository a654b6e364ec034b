import { expect, type Page } from '@playwright/test';
import type { GanViewer } from '@roentgan/viewer';
import { openOwnPage } from './ownPage.ts';
import { greyLevels, settled, siteUrl, test } from './site.ts';
import { strictPolicy } from './strictPolicy.ts';

/** What the page does that its policy forbids, and every error on its console. */
async function watchPolicy(page: Page): Promise<() => Promise<string[]>> {
  const said: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') said.push(message.text());
  });
  await page.addInitScript(() => {
    const violations: string[] = [];
    Object.assign(globalThis, { violations });
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile }) =>
      violations.push(`${effectiveDirective}: ${blockedURI} in ${sourceFile}`),
    );
  });
  return async () => [
    ...said,
    ...(await page.evaluate(() => (globalThis as unknown as { violations: string[] }).violations)),
  ];
}

for (const backend of ['webgpu', 'cpu'] as const) {
  test(`a strict policy allows the element and its controls: ${backend}`, async ({ page }) => {
    const wrong = await watchPolicy(page);
    await openOwnPage(
      page,
      `<gan-viewer src="/tiny.safetensors" backend="${backend}" threads="2" controls></gan-viewer>`,
      '',
      { 'content-security-policy': strictPolicy },
    );
    expect(await greyLevels(page)).toBeGreaterThan(20);
    await page.getByRole('slider', { name: 'Direction 1' }).fill('2');
    await page.getByRole('button', { name: 'Next seed' }).click();
    await settled(page);
    const { size, drawn } = await page.locator('gan-viewer').evaluate(async (viewer: GanViewer) => {
      const { size } = await viewer.toPng();
      return { size, drawn: viewer.generator!.backend };
    });
    expect(size).toBeGreaterThan(100);
    expect(drawn).toBe(backend);
    expect(await wrong()).toEqual([]);
  });

  test(`a strict policy allows the studio: ${backend}`, async ({ page }) => {
    const wrong = await watchPolicy(page);
    await page.goto(siteUrl(`studio/?strict&model=/tiny.safetensors&backend=${backend}`));
    expect(await greyLevels(page)).toBeGreaterThan(20);
    await page.getByRole('slider', { name: 'Direction 1' }).fill('2');
    await settled(page);
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save PNG' }).click();
    await saving;
    await page.getByRole('button', { name: 'Export a dataset' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.keyboard.press('Escape');
    // Each view loads code and styles of its own.
    const views = page.getByRole('navigation', { name: 'Views' }).getByRole('link');
    for (const view of await views.all()) {
      await view.click();
      await expect(view).toHaveAttribute('aria-current', 'page');
      await expect(page.locator('main > :not([hidden])')).toHaveCount(1);
    }
    expect(await wrong()).toEqual([]);
  });
}

test('the pages of reader studies too', async ({ page }) => {
  const wrong = await watchPolicy(page);
  await page.goto(siteUrl('studio/study/?strict'));
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(await wrong()).toEqual([]);
});
