import { expect } from '@playwright/test';
import {
  elementUrl,
  greyLevels,
  picture,
  settled,
  siteUrl,
  test,
  viewerState,
  withoutWebGpu,
} from './site.ts';

const anyBackend = 'studio/?model=/tiny.safetensors&backend=auto';

test('without WebGPU the CPU draws, and the page says why', async ({ page }) => {
  await withoutWebGpu(page);
  await page.goto(siteUrl(anyBackend));
  const first = await picture(page);
  expect(await greyLevels(page)).toBeGreaterThan(20);
  await expect(page.locator('#backend')).toHaveText(/^CPU: WebAssembly /);
  await expect(page.locator('#backend')).toHaveAttribute('title', /WebGPU is missing/);
  await page.getByText('About this model').click();
  await expect(page.locator('#runs-on')).toHaveText(/^CPU: WebAssembly /);
  await expect(page.locator('#backend-reason')).toHaveText(/^WebGPU is missing/);
  await page.getByRole('button', { name: 'Next seed' }).click();
  expect(await picture(page)).not.toBe(first);
});

test('without an adapter the CPU draws, and the page says why', async ({ page }) => {
  await page.addInitScript(() => {
    GPU.prototype.requestAdapter = () => Promise.resolve(null);
  });
  await page.goto(siteUrl(anyBackend));
  await settled(page);
  await expect(page.locator('#backend')).toHaveText(/^CPU: WebAssembly /);
  await expect(page.locator('#backend')).toHaveAttribute('title', /no adapter/);
});

test('backend="webgpu" without WebGPU says what to do', async ({ page }) => {
  await withoutWebGpu(page);
  await page.goto(elementUrl({ backend: 'webgpu' }));
  await expect(page.getByRole('alert')).toContainText('WebGPU is not available here');
  await expect(page.getByRole('alert')).toContainText('falls back to the CPU');
});

test('a part of the viewer that is not there: what is missing and where it belongs', async ({
  page,
  expected,
}) => {
  expected.consoleErrors.push(/404 .*gan-viewer-openCpu\.js/);
  await page.route(
    (url) => url.pathname.endsWith('/gan-viewer-openCpu.js'),
    (route) => route.fulfill({ status: 404 }),
  );
  await page.goto(elementUrl({ backend: 'cpu' }));
  await expect(page.getByRole('alert')).toContainText('A part of the viewer could not be loaded');
  await expect(page.getByRole('alert')).toContainText('gan-viewer-openCpu.js');
  expect(await viewerState(page)).toBe('failed');
});

for (const [model, title, advice] of [
  ['/absent.safetensors', 'The model could not be loaded', /404.*Check the address/],
  ['/broken.safetensors', 'This file is not a usable model', /roentgan convert/],
  ['/cut-off.safetensors', 'The model could not be loaded', /Check the address/],
  ['http://', 'The image could not be made', /src: found "http:\/\/", expected a URL/],
] as const) {
  test(`${model}: a plain message, no spinner`, async ({ page, expected }) => {
    expected.consoleErrors.push(/Failed to load resource.*(absent|cut-off)\.safetensors/);
    await page.route(
      (url) => url.pathname === '/cut-off.safetensors',
      (route) => route.abort(),
    );
    await page.goto(siteUrl(`studio/?model=${model}&backend=webgpu`));
    const alert = page.getByRole('alert');
    await expect(alert).toContainText(title);
    await expect(alert).toContainText(advice);
    expect(await viewerState(page)).toBe('failed');
    await expect(page.locator('gan-viewer progress.progress')).toBeHidden();
    await expect(page.locator('gan-viewer progress.steps')).toBeHidden();
    await expect(page.getByRole('button', { name: 'Save PNG' })).toBeDisabled();
    await expect(page.getByRole('button', { name: 'Random' })).toBeDisabled();
  });
}
