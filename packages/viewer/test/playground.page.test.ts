import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { siteUrl, test, tinyStudio, withoutWebGpu } from './site.ts';
import { strictPolicy } from './strictPolicy.ts';
import { tabTo } from './tabTo.ts';

const code = (page: Page) => page.locator('#editor .cm-content');
const status = (page: Page) => page.locator('#status');
const shape = (page: Page) => page.getByLabel('Shape');
const runs = (page: Page) => page.getByRole('button', { name: 'Run' });
const times = (page: Page) => page.locator('table.times tbody tr');
const small = 'input=1x6x5x4 out=5 kernel=4 stride=2 padding=1 bias';

async function open(page: Page, query = ''): Promise<void> {
  await page.goto(siteUrl(`studio/playground/${query}`));
  await expect(code(page)).toContainText('//! op: convTranspose2d');
  await shape(page).fill(small);
}

/** An operation with one kernel, for what does not depend on the others beside it. */
async function openWithOneKernel(page: Page): Promise<void> {
  await open(page);
  await page.getByLabel('Operation').selectOption('upsample2d');
  await page.getByRole('button', { name: 'Load' }).click();
  await expect(code(page)).toContainText('//! op: upsample2d');
  await shape(page).fill('input=1x5x4x4 size=8');
}

/** The whole text, also of lines that are not on screen. */
function textOf(page: Page): Promise<string> {
  return page.evaluate(() => JSON.parse(localStorage.getItem('roentgan.playground')!).text as string);
}

/** Puts a change of the built-in kernel into the editor, as a person pastes it. */
async function write(page: Page, from: string, to: string): Promise<void> {
  const text = await textOf(page);
  expect(text).toContain(from);
  await code(page).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text.replace(from, to));
  await expect.poll(() => textOf(page)).toBe(text.replace(from, to));
}

async function measured(page: Page): Promise<void> {
  await runs(page).click();
  await expect(status(page)).toHaveText('Done.', { timeout: 50_000 });
}

test('a copy of a built-in kernel agrees with the reference and is timed beside the others', async ({
  page,
}) => {
  await open(page);
  await measured(page);
  await expect(page.getByText(/^All 400 values agree\. The furthest is /)).toBeVisible();
  const names = times(page).getByRole('rowheader');
  await expect(names.first()).toHaveText('own.wgsl');
  expect(await names.allTextContents()).toContain('convTranspose2d.grouped');
  for (const row of await times(page).all()) {
    await expect(row.getByRole('cell').nth(0)).toHaveText(/^[\d.]+ (µs|ms)[\d.]+ to [\d.]+$/);
    const share = row.getByRole('cell').nth(1);
    await expect(share).toHaveText(/^\d+\.\d %$/);
    const stated = Number.parseFloat((await share.textContent())!);
    const drawn = await share.locator('.bar-line').evaluate((bar: HTMLElement) => bar.style.width);
    expect(Math.abs(Number.parseFloat(drawn) - Math.min(100, Math.max(1, stated)))).toBeLessThan(0.06);
  }
  const bindings = page.getByRole('row', { name: /^Bindings/ });
  await expect(bindings).toContainText('0 output: array<vec4f>, read_write');
  await expect(page.getByRole('row', { name: /^Overrides/ })).toContainText('BIAS = 1');
  await expect(page.getByRole('row', { name: /^Sizes/ })).toContainText('INPUT_WIDTH = 4');
  await expect(page.getByRole('row', { name: /^Workgroup memory/ })).toContainText('0 bytes');

  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save result' }).click();
  const saved = JSON.parse(await readFile(await (await saving).path(), 'utf8'));
  expect(saved).toMatchObject({
    format: 'roentgan-kernels',
    version: 1,
    device: { isSoftware: true },
    calls: [{ op: 'convTranspose2d', shape: small }],
    sources: { 'own.wgsl': await textOf(page) },
  });
  expect(saved.calls[0].candidates[0]).toMatchObject({
    name: 'own.wgsl',
    origin: 'own',
    check: { passes: true },
  });
});

test('an error of the compiler stands on its line, and leads there', async ({ page }) => {
  await open(page);
  await write(page, 'var sum2 = vec4f(0.0);', 'var sum2 = vec5f(0.0);');
  const line = (await textOf(page)).split('\n').findIndex((text) => text.includes('vec5f')) + 1;
  await runs(page).click();
  await expect(status(page)).toHaveText('One error: nothing was run.');
  await expect(page.getByRole('listitem')).toHaveText(`Line ${line} unresolved call target 'vec5f'`);
  await page.getByRole('button', { name: `Line ${line}` }).click();
  await expect(page.locator('#editor .cm-lintRange-error')).toHaveText('vec5f');
  await expect(page.locator('#editor .cm-lint-marker-error')).toHaveCount(1);
  await expect(code(page)).toBeFocused();
  await expect(page.locator('#editor .cm-activeLine')).toContainText('vec5f');
  await expect(times(page)).toHaveCount(0);
});

test('what does not fit the interface is said, and a directive that is wrong', async ({ page }) => {
  await open(page);
  await write(page, '@binding(2) var<storage, read> weight', '@binding(5) var<storage, read> weight');
  await runs(page).click();
  await expect(
    page.getByRole('listitem').filter({ hasText: '@binding(5) weight: is not bound, expected' }),
  ).toBeVisible();
  await write(page, '//! op: convTranspose2d', '//! op: conv2d');
  await runs(page).click();
  await expect(page.getByRole('alert')).toHaveText('own.wgsl:1: is for "conv2d", not for "convTranspose2d"');
});

test('a wrong result says where it differs most, and is not timed', async ({ page }) => {
  await open(page);
  await write(page, 'sum1 += w', 'sum1 -= w');
  await measured(page);
  await expect(page.getByRole('region', { name: 'Against the reference' })).toContainText(
    /wrong: \d+ of 400 values; the furthest at \[0,\d,\d,\d\] is /,
  );
  await expect(times(page).filter({ hasText: 'own.wgsl' }).getByRole('cell')).toHaveCount(1);
  await expect(times(page).filter({ hasText: 'grouped' }).getByRole('cell')).toHaveCount(2);
});

test('a reload keeps code, operation and shape; another kernel can be loaded and undone', async ({
  page,
}) => {
  await open(page);
  await write(page, '//! like: convTranspose2d\n', '//! like: convTranspose2d\n// Mine.\n');
  await page.reload();
  await expect(code(page)).toContainText('// Mine.');
  await expect(shape(page)).toHaveValue(small);
  await page.getByLabel('Operation').selectOption('conv2d');
  await page.getByLabel('Start from').selectOption('conv2d.grouped');
  await page.getByRole('button', { name: 'Load' }).click();
  await expect(code(page)).toContainText('//! like: conv2d.grouped');
  // As it was written, comments and all.
  const file = new URL('../../kernels/src/conv2d/conv2d.grouped.wgsl', import.meta.url);
  expect(await textOf(page)).toBe(
    `//! op: conv2d\n//! like: conv2d.grouped\n${await readFile(file, 'utf8')}`,
  );
  await code(page).click();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(code(page)).toContainText('// Mine.');
});

test('a shape that is none is said beside its field', async ({ page }) => {
  await open(page);
  await shape(page).fill('input=1x6x5x4 out=5');
  await expect(shape(page)).toHaveAttribute('aria-invalid', 'true');
  await expect(page.locator('#shape-problem')).toContainText('kernel is ""');
  await runs(page).click();
  await expect(shape(page)).toBeFocused();
  await shape(page).fill(small);
  await expect(page.locator('#shape-problem')).toBeEmpty();
});

test('a run can be stopped, and the next one works', async ({ page }) => {
  await openWithOneKernel(page);
  await runs(page).click();
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(status(page)).toHaveText('Stopped.');
  await measured(page);
  await expect(times(page).first()).toContainText('own.wgsl');
});

test('a strict policy allows it, editor, worker and all', async ({ page }) => {
  const said: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') said.push(message.text());
  });
  await page.addInitScript(() => {
    const violations: string[] = [];
    Object.assign(globalThis, { violations });
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      violations.push(`${effectiveDirective}: ${blockedURI}`),
    );
  });
  const response = page.waitForResponse(/playground\/\?strict$/);
  await open(page, '?strict');
  expect((await response).headers()['content-security-policy']).toBe(strictPolicy);
  await write(page, 'var sum2 = vec4f(0.0);', 'var sum2 = vec5f(0.0);');
  await runs(page).click();
  await expect(status(page)).toHaveText('One error: nothing was run.');
  // Its styles are there: line numbers stand beside the code.
  const gutter = (await page.locator('#editor .cm-gutters').boundingBox())!;
  const content = (await code(page).boundingBox())!;
  expect(gutter.x + gutter.width).toBeLessThanOrEqual(content.x + 1);
  expect(said).toEqual([]);
  expect(await page.evaluate(() => (globalThis as unknown as { violations: string[] }).violations)).toEqual(
    [],
  );
});

test('by keyboard: Tab indents in the editor, Escape and Tab leave it, Ctrl+Enter runs', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'Load' }).focus();
  await page.keyboard.press('Tab');
  await expect(code(page)).toBeFocused();
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.press('Tab');
  await expect.poll(() => textOf(page)).toMatch(/^ {2}\/\/! op/);
  await expect(code(page)).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(shape(page)).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(code(page)).toBeFocused();
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByRole('button', { name: 'Stop' })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(status(page)).toHaveText('Stopped.');
});

test('without WebGPU it says what to do', async ({ page }) => {
  await withoutWebGpu(page);
  await page.goto(siteUrl('studio/playground/'));
  await expect(page.getByRole('alert')).toContainText('This browser has no WebGPU');
  await expect(runs(page)).toBeDisabled();
});

test("the studio's Inspect view leads to it, and it leads back", async ({ page }) => {
  await page.goto(siteUrl(`${tinyStudio}#view=inspect`));
  await page.getByRole('link', { name: 'Measure kernels on it' }).click();
  await expect(code(page)).toContainText('//! op');
  await tabTo(page, page.getByRole('link', { name: 'Studio' }));
  await expect(page.getByRole('link', { name: 'Studio' })).toHaveAttribute('href', '../');
});

test('axe finds nothing, light and dark', async ({ page }) => {
  await openWithOneKernel(page);
  const check = async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id} ${nodes.map(({ html }) => html).join(' ')}`)).toEqual(
        [],
      );
    }
  };
  await measured(page);
  await check();
  await write(page, '//! op: upsample2d', '//! op: upsample2d\nfn mine() { let x = vec5f(); }');
  await runs(page).click();
  await expect(status(page)).toHaveText('One error: nothing was run.');
  await check();
});

test('nothing is cut off at 1440, 1024 and 390 px', async ({ page }) => {
  await openWithOneKernel(page);
  await measured(page);
  for (const [width, height] of [
    [1440, 900],
    [1024, 768],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    for (const part of ['#editor', '.measuring', 'table.times', 'table.interface', '.picks']) {
      const box = (await page.locator(part).boundingBox())!;
      expect(box.x, `${part} at ${width}`).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width, `${part} at ${width}`).toBeLessThanOrEqual(width);
      expect(box.height, `${part} at ${width}`).toBeGreaterThan(20);
    }
  }
});
