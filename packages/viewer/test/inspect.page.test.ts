import { expect } from '@playwright/test';
import { type Model, tensorFromFloat32, writeModel } from '@roentgan/gan-runtime/model-file';
import { translationModel } from './familyModels.ts';
import { greyPng } from './greyPng.ts';
import { file, firstTile, inputOf, open, rows, tiles } from './inspectPage.ts';
import { settled, siteUrl, test } from './site.ts';

test("the studio's model as a table, with totals and what it takes and gives", async ({ page }) => {
  await open(page);
  await expect(page.getByRole('heading', { name: 'tiny' })).toBeVisible();
  await expect(page.locator('#image-view')).toBeHidden();
  await expect(rows(page)).toHaveCount(8);
  await expect(page.getByRole('columnheader')).toHaveText([
    '#',
    'Node',
    'Op',
    'Inputs',
    'Output',
    'Params',
    'MACs',
    'Time',
  ]);
  // linear: 96 * 13 weights and 96 biases; a multiply-add for each weight.
  const linear = page.getByRole('row', { name: 'fc linear', exact: false }).first();
  await expect(linear.getByRole('cell')).toHaveText(['2', 'linear', 'joined', '96', '1.34K', '1.25K', '']);
  await expect(linear.getByTitle('1,344', { exact: true })).toBeVisible();
  const parameters = 96 * 13 + 96 + 4 * 4 * 16 + 4 * 16;
  await expect(
    page.getByRole('row', { name: /^Total/ }).getByTitle(parameters.toLocaleString('en')),
  ).toHaveText('1.66K');
  const contents = page.getByRole('region', { name: 'What the model takes and gives' });
  await expect(contents).toContainText('z: 8, normal');
  await expect(contents).toContainText('image: 1×16×24, grey, -1 to 1');
  await expect(contents).toContainText('direction 2: -3 to 3 standard deviations');
  await expect(contents).toContainText('Nobody & "co"');
  const device = page.getByRole('region', { name: 'This device' });
  await expect(device).toContainText('CPU: WebAssembly');
  await expect(device).toContainText('cores seen by this page, shared memory');
  await expect(device).toContainText(/bindings to \d/);
});

test('rows are filtered by name, operation and input', async ({ page }) => {
  await open(page);
  const filter = page.getByRole('searchbox', { name: 'Filter nodes' });
  await filter.fill('RELU');
  await expect(rows(page).getByRole('rowheader')).toContainText(['fc.relu', 'plane', 'up.1.relu', 'up.2']);
  await filter.fill('nothing like it');
  await expect(page.getByText('No node matches.')).toBeVisible();
  await filter.fill('');
  await expect(rows(page)).toHaveCount(8);
});

test('values of a layer are what the model computes there', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'image', exact: true }).click();
  await expect(page.getByText('Seed 7, grade 2, as the image view has it · CPU:')).toBeVisible();
  await expect(tiles(page)).toHaveCount(1);
  await expect(
    page.getByRole('img', { name: /^Synthetic image: values of image, one tile of 16 by 24$/ }),
  ).toBeVisible();
  await expect(page.locator('.tile-frame .mark')).toBeVisible();
  const seen = await firstTile(page);
  const made = await page
    .locator('gan-viewer')
    .evaluate(async (viewer: import('@roentgan/viewer').GanViewer) => {
      const { values } = await viewer.generator!.generate({ seed: 7, labels: { grade: 2 } });
      return [...values];
    });
  const [low, high] = [Math.min(...made), Math.max(...made)];
  const expected = made.map((value) => Math.round(((value - low) / (high - low)) * 255));
  expect(seen.every((grey, at) => Math.abs(grey - expected[at]!) <= 1)).toBe(true);
  expect(new Set(seen).size).toBeGreaterThan(20);

  // A vector is one row; few channels have a scale of their own.
  await page.getByRole('button', { name: 'fc', exact: true }).click();
  await expect(page.getByText('96 values: black is')).toBeVisible();
  await page.getByRole('button', { name: 'up.1', exact: true }).click();
  await expect(tiles(page)).toHaveCount(4);
  const shared = await firstTile(page);
  await page.getByLabel('Each tile on a scale of its own').check();
  await expect.poll(() => firstTile(page)).not.toEqual(shared);
  expect(Math.max(...(await firstTile(page)))).toBe(255);
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(page.locator('.layer')).toBeHidden();
  await expect(page.getByRole('button', { name: 'up.1', exact: true })).toBeFocused();
});

test('the values follow the seed; a link restores the layer', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'image', exact: true }).click();
  await expect(tiles(page)).toHaveCount(1);
  const before = await firstTile(page);
  await expect.poll(() => page.url()).toContain('inspect.layer=image');
  await page.getByRole('link', { name: 'Image' }).click();
  await page.getByRole('button', { name: 'Next seed' }).click();
  await page.getByRole('link', { name: 'Inspect' }).click();
  await expect(page.getByText('Seed 8, grade 2')).toBeVisible();
  expect(await firstTile(page)).not.toEqual(before);
  await expect.poll(() => page.url()).toMatch(/seed=8.*view=inspect.*inspect\.layer=image/);
  await page.reload();
  await expect(page.getByText('Seed 8, grade 2')).toBeVisible();
  await expect(tiles(page)).toHaveCount(1);
});

test('the time of each layer, on the CPU', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'Measure' }).click();
  const result = page.locator('.timing-result');
  await expect(result).toContainText(
    /ms in all, medians of 5 runs on CPU: WebAssembly.* dispatches, 1 submit\./,
  );
  await expect(rows(page).nth(1).locator('.time')).toHaveText(/^\d+\.\d+ ms$/);
  await expect(rows(page).nth(1).locator('.time-bar')).toHaveCount(1);
  // relu is computed with the linear layer before it.
  await expect(rows(page).nth(2).locator('.time')).toHaveText('');
  await expect(page.getByRole('row', { name: /^Total/ })).toContainText('ms');
});

test('the time of each layer on WebGPU, or that there is none', async ({ page }) => {
  await open(page, 'studio/?model=/tiny.safetensors&backend=webgpu#view=inspect');
  await settled(page);
  const hasTimestamps = await page.evaluate(async () =>
    (await navigator.gpu.requestAdapter())!.features.has('timestamp-query'),
  );
  await page.getByRole('button', { name: 'Measure' }).click();
  const result = page.locator('.timing-result');
  await expect(result).toContainText(
    hasTimestamps ? 'Browsers may round GPU times' : 'Times are not available on this device',
  );
  await expect(result).toContainText(/WebGPU: .*dispatches, 1 submit; \d+ pipelines/);
  await page.getByRole('button', { name: 'up.1', exact: true }).click();
  await expect(tiles(page)).toHaveCount(4);
  await expect(page.getByText('· WebGPU:')).toBeVisible();
});

test('a device without timestamps says so', async ({ page }) => {
  // What such a device does: the feature is not there to be asked for.
  await page.addInitScript(() => {
    const { has } = GPUSupportedFeatures.prototype;
    GPUSupportedFeatures.prototype.has = function (this: GPUSupportedFeatures, name: string) {
      return name !== 'timestamp-query' && has.call(this, name);
    };
  });
  await page.route('**/modelWorker-*.js', async (route) => {
    const response = await route.fetch();
    const start =
      "{const h=GPUSupportedFeatures.prototype.has;GPUSupportedFeatures.prototype.has=function(n){return n!=='timestamp-query'&&h.call(this,n)}}";
    await route.fulfill({ response, body: start + (await response.text()) });
  });
  await open(page, 'studio/?model=/tiny.safetensors&backend=webgpu#view=inspect');
  await expect(page.getByRole('region', { name: 'This device' })).toContainText('no timestamps');
  await page.getByRole('button', { name: 'Measure' }).click();
  await expect(page.locator('.timing-result')).toContainText(
    'Times are not available on this device: its WebGPU has no timestamps. WebGPU:',
  );
  await expect(page.locator('.time-bar')).toHaveCount(0);
});

test("a model that takes a picture gets the studio's, or a file", async ({ page }) => {
  await open(page);
  await inputOf(page).setInputFiles(file('t.safetensors', writeModel(translationModel('raw'))));
  await expect(page.getByRole('heading', { name: 't', exact: true })).toBeVisible();
  await rows(page).first().getByRole('button').click();
  await expect(page.getByText("Of the studio's picture, seed 7 · CPU:")).toBeVisible();
  const ofStudio = await firstTile(page);
  await expect(page.locator('.tile-frame .mark')).toBeVisible();
  await page
    .getByLabel('Picture to start from')
    .setInputFiles({ name: 'mine.png', mimeType: 'image/png', buffer: greyPng(8, 8) });
  await expect(page.getByText('Of mine.png · CPU:')).toBeVisible();
  expect(await firstTile(page)).not.toEqual(ofStudio);
  // What comes from a person's own picture is not synthetic.
  await expect(page.locator('.tile-frame .mark')).toBeHidden();
  await page
    .getByLabel('Picture to start from')
    .setInputFiles({ name: 'bad.png', mimeType: 'image/png', buffer: Buffer.from('nothing') });
  await expect(page.getByText(/^bad\.png: /)).toBeVisible();
});

test('where the studio itself takes a picture, one is asked for', async ({ page }) => {
  await open(page, 'studio/?model=/translation.safetensors&backend=cpu#view=inspect');
  await rows(page).first().getByRole('button').click();
  await expect(page.getByText('Choose a picture to start from')).toBeVisible();
  await page
    .getByLabel('Picture to start from')
    .setInputFiles({ name: 'mine.png', mimeType: 'image/png', buffer: greyPng(8, 8) });
  await expect(page.getByText('Of mine.png')).toBeVisible();
});

test('one run of a sampled model', async ({ page }) => {
  await open(page, 'studio/?model=/diffusion.safetensors&backend=cpu#view=inspect');
  await expect(page.getByText('multiply-adds a step')).toBeVisible();
  await rows(page).first().getByRole('button').click();
  await expect(page.getByText(/one run on noise at t as it is by default/)).toBeVisible();
  await expect(tiles(page).first()).toBeVisible();
});

test('a long graph is a short page that grows, and many channels come page by page', async ({ page }) => {
  await open(page);
  await inputOf(page).setInputFiles(file('long.safetensors', writeModel(longModel(2000, 100))));
  await expect(page.getByText('2,001 nodes')).toBeVisible();
  await expect(rows(page)).toHaveCount(250);
  await page.getByRole('button', { name: 'Show 250 more of 1,751' }).click();
  await expect(rows(page)).toHaveCount(500);
  await expect(rows(page).nth(250).getByRole('button')).toBeFocused();
  await page.getByRole('searchbox').fill('relu1999');
  await rows(page).last().getByRole('button').click();
  await expect(tiles(page)).toHaveCount(64);
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page.getByText('Channels 64 to 99 of 100')).toBeVisible();
  await expect(tiles(page)).toHaveCount(36);
  await expect(page.getByRole('button', { name: 'Next' })).toBeDisabled();
  await page.getByRole('button', { name: 'Previous' }).click();
  await expect(tiles(page)).toHaveCount(64);
});

test('neither view nor converter is loaded before it is asked for', async ({ page }) => {
  const scripts: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('.js')) scripts.push(request.url());
  });
  await page.goto(siteUrl('studio/?model=/tiny.safetensors&backend=cpu'));
  await settled(page);
  expect(scripts.filter((url) => /inspect|modelWorker/i.test(url))).toEqual([]);
  await page.getByRole('link', { name: 'Inspect' }).click();
  await expect(page.getByRole('row', { name: /^Total/ })).toBeVisible();
  expect(scripts.filter((url) => /modelWorker/i.test(url))).toHaveLength(1);
});

/** A convolution to `channels`, then `count` relus. */
function longModel(count: number, channels: number): Model {
  const { graph } = translationModel('raw');
  const values = Float32Array.from({ length: channels }, (_, at) => at / channels);
  const relus = Array.from({ length: count }, (_, at) => ({
    op: 'relu',
    name: `relu${at}`,
    inputs: [at === 0 ? 'conv' : `relu${at - 1}`],
    weights: {},
    attributes: {},
    output: `relu${at}`,
  }));
  return {
    graph: {
      ...graph,
      name: 'long',
      nodes: [
        {
          op: 'conv2d',
          name: 'conv',
          inputs: ['photo'],
          weights: { weight: 'w' },
          attributes: {},
          output: 'conv',
        },
        ...relus,
      ],
      outputs: [{ name: `relu${count - 1}`, shape: ['N', channels, 8, 8], range: [-1, 1], channels: 'raw' }],
    },
    tensors: new Map([['w', tensorFromFloat32(values, [channels, 1, 1, 1], 'F32')]]),
  };
}
