import { expect } from '@playwright/test';
import type { GanViewer } from '@roentgan/viewer';
import { openOwnPage } from './ownPage.ts';
import { settled, test, withoutWebGpu } from './site.ts';

const parts = [
  'stage',
  'canvas',
  'mark',
  'loading',
  'progress',
  'steps',
  'message',
  'status',
  'controls',
  'group',
  'heading',
  'heading-row',
  'button',
  'field',
  'seed',
  'segments',
  'slider',
  'range',
  'value',
  'reset',
];

test('a page styles every part', async ({ page }) => {
  const rules = parts.map((part, at) => `gan-viewer::part(${part}) { z-index: ${at + 100} }`).join('\n');
  await openOwnPage(
    page,
    '<gan-viewer src="/tiny.safetensors" backend="cpu" threads="1" controls></gan-viewer>',
    `<style>${rules}</style>`,
  );
  await settled(page);
  await expect(page.getByRole('spinbutton')).toBeVisible();
  const found = await page.locator('gan-viewer').evaluate((viewer: GanViewer) => {
    const styled = [...viewer.shadowRoot!.querySelectorAll('*')].map((element) => ({
      names: [...element.part],
      at: getComputedStyle(element).zIndex,
    }));
    return styled.flatMap(({ names, at }) => names.map((name) => [name, at] as const));
  });
  for (const [at, part] of parts.entries()) {
    const own = found.filter(([name]) => name === part);
    expect(own.length, part).toBeGreaterThan(0);
    // An element of several parts has the style of the last rule that names one.
    expect(Math.max(...own.map(([, zIndex]) => Number(zIndex))), part).toBeGreaterThanOrEqual(at + 100);
  }
  expect([...new Set(found.map(([name]) => name))].filter((name) => !parts.includes(name))).toEqual([
    'quiet',
  ]);
});

test('variables colour the stage, its text and the accent', async ({ page }) => {
  await openOwnPage(
    page,
    `<gan-viewer src="/tiny.safetensors" backend="cpu" threads="1" controls style="--gan-viewer-background: rgb(1, 2, 3);
      --gan-viewer-ink: rgb(4, 5, 6); --gan-viewer-accent: rgb(7, 8, 9)"></gan-viewer>`,
  );
  await settled(page);
  await expect(page.getByRole('spinbutton')).toBeVisible();
  const colours = await page.locator('gan-viewer').evaluate((viewer) => {
    const style = (selector: string) => getComputedStyle(viewer.shadowRoot!.querySelector(selector)!);
    return [
      style('.stage').backgroundColor,
      style('.stage').color,
      style('.steps').color,
      style('.quiet').color,
    ];
  });
  expect(colours).toEqual(['rgb(1, 2, 3)', 'rgb(4, 5, 6)', 'rgb(7, 8, 9)', 'rgb(7, 8, 9)']);
});

test('a page’s own content stands in while the model loads', async ({ page }) => {
  let arrive = () => {};
  const arrival = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  await page.route('**/tiny.safetensors', async (route) => {
    await arrival;
    await route.continue();
  });
  await openOwnPage(
    page,
    `<gan-viewer src="/tiny.safetensors" backend="cpu" threads="1">
       <p slot="loading">One moment</p><p slot="unsupported">Not here</p>
     </gan-viewer>`,
  );
  await expect(page.getByText('One moment')).toBeVisible();
  await expect(page.locator('gan-viewer progress.progress')).toBeHidden();
  await expect(page.getByText('Not here')).toBeHidden();
  arrive();
  await settled(page);
  await expect(page.getByText('One moment')).toBeHidden();
  await expect(page.getByText('Not here')).toBeHidden();
});

test('a page’s own content stands in where the browser lacks what it needs, and only there', async ({
  page,
  expected,
}) => {
  expected.consoleErrors.push(/404 .*absent\.safetensors/);
  await withoutWebGpu(page);
  await openOwnPage(
    page,
    `<gan-viewer src="/tiny.safetensors" backend="webgpu"><a slot="unsupported" href="/still.png">A still</a></gan-viewer>`,
  );
  await expect(page.getByRole('link', { name: 'A still' })).toBeVisible();
  await expect(page.getByText('WebGPU is not available here')).toBeHidden();
  await page.locator('gan-viewer').evaluate((viewer: GanViewer) => {
    viewer.backend = 'cpu';
    viewer.src = '/absent.safetensors';
  });
  await expect(page.getByRole('alert')).toContainText('404');
  await expect(page.getByRole('link', { name: 'A still' })).toBeHidden();
});
