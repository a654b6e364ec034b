import { expect, type Page } from '@playwright/test';
import type { GanViewer } from '@roentgan/viewer';
import { openOwnPage } from './ownPage.ts';
import { expectAccessible, expectNoSideways, schemes } from './screens.ts';
import { picture, settled, test } from './site.ts';

const withControls = (attributes = '', style = 'width: 20rem') =>
  `<gan-viewer src="/tiny.safetensors" backend="cpu" threads="1" controls ${attributes} style="${style}"></gan-viewer>`;

const seed = (page: Page) => page.getByRole('spinbutton', { name: 'Seed' });
const attribute = (page: Page, name: string) => page.locator('gan-viewer').getAttribute(name);

test('controls show what the attributes say, and change them and the picture', async ({ page }) => {
  await openOwnPage(page, withControls('seed="7" labels="grade=3" edits="direction 1=1"'));
  const first = await picture(page);
  await expect(seed(page)).toHaveValue('7');
  await expect(page.getByRole('radio', { name: '3' })).toBeChecked();
  await expect(page.getByRole('slider', { name: 'Direction 1' })).toHaveValue('1');

  await page.getByRole('button', { name: 'Next seed' }).click();
  expect(await attribute(page, 'seed')).toBe('8');
  expect(await picture(page)).not.toBe(first);
  await page.getByRole('button', { name: 'Previous seed' }).click();
  expect(await picture(page)).toBe(first);

  await page.getByRole('radio', { name: '1' }).check();
  expect(await attribute(page, 'labels')).toBe('grade=1');
  expect(await picture(page)).not.toBe(first);
  await page.getByRole('radio', { name: '3' }).check();

  await page.getByRole('slider', { name: 'Direction 2' }).fill('-2');
  expect(await attribute(page, 'edits')).toBe('direction 1=1; direction 2=-2');
  expect(await picture(page)).not.toBe(first);
  await page.getByRole('button', { name: 'Reset direction 2' }).click();
  expect(await attribute(page, 'edits')).toBe('direction 1=1');
  expect(await picture(page)).toBe(first);

  await page.getByRole('slider', { name: 'Truncation' }).fill('0.4');
  expect(await attribute(page, 'truncation')).toBe('0.4');
  expect(await picture(page)).not.toBe(first);
  await page.getByRole('button', { name: 'Reset latent directions' }).click();
  expect(await attribute(page, 'edits')).toBe('');
  await expect(page.getByRole('slider', { name: 'Direction 1' })).toHaveValue('0');
});

test('a page that changes attributes moves the controls', async ({ page }) => {
  await openOwnPage(page, withControls());
  await settled(page);
  await page.locator('gan-viewer').evaluate((viewer: GanViewer) => {
    viewer.seed = 12;
    viewer.labels = { grade: 4 };
    viewer.edits = { 'direction 2': 1.5 };
  });
  await expect(seed(page)).toHaveValue('12');
  await expect(page.getByRole('radio', { name: '4' })).toBeChecked();
  await expect(page.getByRole('slider', { name: 'Direction 2' })).toHaveValue('1.5');
});

test('each change by hand is one input event, after the attributes have it', async ({ page }) => {
  await openOwnPage(page, withControls('seed="1"'));
  await settled(page);
  await page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(globalThis, { seen });
    document.body.addEventListener('input', ({ target }) => {
      const { tagName, seed, labels, edits } = target as GanViewer;
      seen.push(`${tagName} ${seed} ${JSON.stringify(labels)} ${JSON.stringify(edits)}`);
    });
  });
  await page.getByRole('button', { name: 'Next seed' }).click();
  await seed(page).fill('9');
  await page.getByRole('radio', { name: '2' }).check();
  await page.getByRole('slider', { name: 'Direction 1' }).fill('1');
  expect(await page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen)).toEqual([
    'GAN-VIEWER 2 {} {}',
    'GAN-VIEWER 9 {} {}',
    'GAN-VIEWER 9 {"grade":2} {}',
    'GAN-VIEWER 9 {"grade":2} {"direction 1":1}',
  ]);
});

test('controls come and go with the attribute, and their code with the first', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await openOwnPage(page, withControls().replace(' controls', ''));
  await settled(page);
  await expect(page.getByRole('spinbutton')).toHaveCount(0);
  expect(asked).not.toContain('/gan-viewer-viewerControls.js');
  const set = (controls: boolean) =>
    page.locator('gan-viewer').evaluate((viewer: GanViewer, controls) => {
      viewer.controls = controls;
    }, controls);
  await set(true);
  await expect(seed(page)).toBeVisible();
  expect(asked).toContain('/gan-viewer-viewerControls.js');
  await set(false);
  await expect(page.getByRole('spinbutton')).toHaveCount(0);
  await set(true);
  await expect(seed(page)).toHaveCount(1);
});

test('another model has controls of its own; one that fails has none', async ({ page, expected }) => {
  expected.consoleErrors.push(/404 .*absent\.safetensors/);
  await openOwnPage(page, withControls());
  await expect(page.getByRole('slider')).toHaveCount(3);
  const load = (src: string) =>
    page.locator('gan-viewer').evaluate((viewer: GanViewer, src) => {
      viewer.src = src;
    }, src);
  await load('/style.safetensors');
  await expect(page.getByRole('group', { name: 'Kind' })).toBeVisible();
  await expect(page.getByRole('slider')).toHaveCount(1);
  await load('/absent.safetensors');
  await expect(page.getByRole('alert')).toContainText('404');
  await expect(page.getByRole('slider')).toHaveCount(0);
});

test('controls whose code is missing: the element says so', async ({ page, expected }) => {
  expected.consoleErrors.push(/404 .*gan-viewer-viewerControls\.js/);
  await page.route('**/gan-viewer-viewerControls.js', (route) => route.fulfill({ status: 404 }));
  await openOwnPage(page, withControls());
  await expect(page.getByRole('alert')).toContainText('A part of the viewer could not be loaded');
});

test('wrong attributes are the viewer’s error; controls put them right', async ({ page }) => {
  await openOwnPage(page, withControls('labels="grade" edits="direction 1"'));
  await expect(page.getByRole('alert')).toContainText('expected NAME=VALUE');
  await page.getByRole('radio', { name: '2' }).check();
  await page.getByRole('slider', { name: 'Direction 1' }).fill('1');
  await settled(page);
  expect([await attribute(page, 'labels'), await attribute(page, 'edits')]).toEqual([
    'grade=2',
    'direction 1=1',
  ]);
});

test('the keyboard alone reaches every control', async ({ page }) => {
  await openOwnPage(page, withControls());
  await settled(page);
  const focused = () =>
    page.locator('gan-viewer').evaluate((viewer) => {
      const element = viewer.shadowRoot!.activeElement as HTMLInputElement | null;
      return element && (element.ariaLabel || element.labels?.[0]?.textContent || element.textContent);
    });
  const order: unknown[] = [];
  for (let presses = 0; presses < 9; presses++) {
    await page.keyboard.press('Tab');
    order.push(await focused());
  }
  expect(order).toEqual([
    'Previous seed',
    'Seed',
    'Next seed',
    'Random',
    '0',
    'Reset latent directions',
    'Direction 1',
    'Direction 2',
    'Truncation',
  ]);
  await page.keyboard.press('Home');
  expect(await attribute(page, 'truncation')).toBe('0');
});

for (const colorScheme of schemes) {
  test(`controls are accessible in a ${colorScheme} page, and fit a phone`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 390, height: 844 });
    const head = '<style>:root { color-scheme: light dark; background: Canvas; color: CanvasText }</style>';
    await openOwnPage(page, `<main><h1>A knee</h1>${withControls('edits="direction 1=1"', '')}</main>`, head);
    await settled(page);
    await expect(seed(page)).toBeVisible();
    await expectAccessible(page);
    await expectNoSideways(page);
  });
}

test('the knee’s own edits have sliders in their units', async ({ page }) => {
  await openOwnPage(page, withControls().replace('/tiny', '/knee'));
  await settled(page);
  const edits = await page
    .locator('gan-viewer')
    .evaluate((viewer: GanViewer) => viewer.generator!.model.edits.map(({ name }) => name));
  expect(edits.length).toBeGreaterThan(3);
  for (const name of edits) await expect(page.getByRole('slider', { name })).toBeVisible();
  await expect(page.getByRole('slider', { name: 'Direction 1' })).toBeHidden();
  await page.getByText('Latent directions').click();
  await page.getByRole('slider', { name: 'Direction 1' }).fill('1');
  expect(await attribute(page, 'edits')).toBe('direction 1=1');
  await settled(page);
});
