import { expect, type Page } from '@playwright/test';
import type { GanViewer } from '@roentgan/viewer';
import { elementUrl, greyLevels, picture, settled, siteUrl, test, viewerState } from './site.ts';

const studio = (model: string) => siteUrl(`studio/?model=/${model}.safetensors&backend=cpu`);

/** Names of the viewer's own files that the page asked for. */
function scripts(page: Page): string[] {
  const names: string[] = [];
  page.on('request', (request) => {
    const name = new URL(request.url()).pathname.match(/\/(gan-viewer[^/]*\.js)$/)?.[1];
    if (name) names.push(name);
  });
  return names;
}

for (const backend of ['webgpu', 'cpu'] as const) {
  test(`operations that are not common come from beside the element: ${backend}`, async ({ page }) => {
    const asked = scripts(page);
    await page.goto(elementUrl({ backend, src: '/style.safetensors', labels: 'kind=2' }));
    expect(await greyLevels(page)).toBeGreaterThan(20);
    expect(asked).toEqual(expect.arrayContaining(['gan-viewer-elementwise.js', 'gan-viewer-statistics.js']));
    expect(asked).not.toContain('gan-viewer-sampling.js');
  });

  test(`a plain generator never loads them, the shipped model only what adds its noise and moves its image: ${backend}`, async ({
    page,
  }) => {
    const asked = scripts(page);
    const lazy = () =>
      asked.filter((name) => /elementwise|statistics|attention|rearranging|gridSample|sampl/.test(name));
    await page.goto(elementUrl({ backend, src: '/tiny.safetensors' }));
    expect(await greyLevels(page)).toBeGreaterThan(20);
    expect(asked).toContain('gan-viewer.js');
    expect(lazy()).toEqual([]);
    await page.goto(elementUrl({ backend, src: '/knee.safetensors' }));
    expect(await greyLevels(page)).toBeGreaterThan(20);
    expect(lazy().toSorted()).toEqual(['gan-viewer-elementwise.js', 'gan-viewer-gridSample.js']);
  });

  test(`a diffusion model shows its steps and stops where settings change: ${backend}`, async ({ page }) => {
    await page.goto(elementUrl({ backend, src: '/diffusion.safetensors', labels: 'digit=1' }));
    await settled(page);
    const seen = await page.locator('gan-viewer').evaluate(async (viewer: GanViewer) => {
      const seen: string[] = [];
      const bar = viewer.shadowRoot!.querySelector<HTMLProgressElement>('progress.steps')!;
      viewer.addEventListener('step', ({ detail: { step, steps } }) => {
        const shown = bar.hidden || bar.value !== step / steps ? 'not shown' : bar.ariaLabel;
        seen.push(`${step}/${steps} ${shown} ${viewer.getAttribute('aria-busy')}`);
        if (seen.length === 3) viewer.seed = 9;
      });
      const images = new Promise<void>((resolve) => {
        viewer.addEventListener('image', ({ detail }) => {
          seen.push(`image ${detail.seed} ${bar.hidden} ${viewer.hasAttribute('aria-busy')}`);
          if (detail.seed === 9) resolve();
        });
      });
      viewer.seed = 8;
      await images;
      return seen;
    });
    expect(seen.slice(0, 3)).toEqual([1, 2, 3].map((step) => `${step}/40 Step ${step} of 40 true`));
    const again = seen.indexOf('1/40 Step 1 of 40 true', 1);
    expect(again).toBeGreaterThan(2);
    expect(again).toBeLessThan(6); // the run of seed 8 ended near its third step
    expect(seen.slice(again)).toEqual([
      ...Array.from({ length: 40 }, (_, at) => `${at + 1}/40 Step ${at + 1} of 40 true`),
      'image 9 true false',
    ]);
  });
}

test('fewer steps where the page says so', async ({ page }) => {
  await page.goto(elementUrl({ backend: 'cpu', src: '/diffusion.safetensors', labels: 'digit=1' }));
  const before = await picture(page);
  const steps = await page.locator('gan-viewer').evaluate(async (viewer: GanViewer) => {
    const seen: number[] = [];
    viewer.addEventListener('step', ({ detail }) => seen.push(detail.step));
    const image = new Promise<void>((resolve) => viewer.addEventListener('image', () => resolve()));
    viewer.steps = 4;
    await image;
    return seen;
  });
  expect(steps).toEqual([1, 2, 3, 4]);
  expect(await picture(page)).not.toBe(before);
  await expect(page.locator('gan-viewer')).toHaveAttribute('steps', '4');
});

test('truncation through a label has its slider; what the runtime feeds has none', async ({ page }) => {
  await page.goto(studio('style'));
  const first = await picture(page);
  await expect(page.getByRole('slider')).toHaveCount(1);
  const slider = page.getByRole('slider', { name: 'Truncation' });
  await expect(slider).toHaveValue('1');
  await slider.fill('0.2');
  expect(await picture(page)).not.toBe(first);
  await slider.fill('1');
  expect(await picture(page)).toBe(first);
});

test('a class that is a row of a table is a choice', async ({ page }) => {
  await page.goto(studio('style'));
  const first = await picture(page);
  const kinds = page.getByRole('group', { name: 'Kind' });
  await expect(kinds.getByRole('radio')).toHaveCount(4);
  await expect(kinds.getByRole('radio', { checked: true })).toHaveValue('1');
  await kinds.getByRole('radio', { name: '3' }).check();
  expect(await picture(page)).not.toBe(first);
  await expect.poll(() => new URL(page.url()).hash).toContain('label.kind=3');
});

test('This model makes no images: the page says so, and offers no settings', async ({ page }) => {
  await page.goto(studio('classifier'));
  await expect.poll(() => viewerState(page)).toBe('failed');
  await expect(page.getByRole('alert')).toContainText('This model makes no images');
  await expect(page.getByRole('alert')).toContainText('run()');
  await expect(page.getByLabel('Seed', { exact: true })).toBeHidden();
  await expect(page.getByRole('button', { name: 'Save PNG' })).toBeDisabled();
});

test('This model needs an image to start from: the element says so, the studio opens where it is given one', async ({
  page,
}) => {
  await page.goto(elementUrl({ backend: 'cpu', src: '/translation.safetensors', labels: '' }));
  await expect.poll(() => viewerState(page)).toBe('failed');
  await expect(page.getByRole('alert')).toContainText('This model needs an image to start from');
  await expect(page.getByRole('alert')).toContainText('run()');
  await page.goto(studio('translation'));
  await expect(page.getByText('Drop an image here')).toBeVisible();
  await expect(page.getByLabel('Seed', { exact: true })).toBeHidden();
  await expect(page.getByRole('button', { name: 'Save PNG' }).filter({ visible: true })).toBeDisabled();
});
