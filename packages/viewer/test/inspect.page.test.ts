import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import type { Model } from '@roentgan/gan-runtime/model-file';
import { readModel, tensorFromFloat32, writeModel } from '@roentgan/gan-runtime/model-file';
import { writeOnnx } from '@roentgan/weight-converter';
import { styleModel, translationModel } from './familyModels.ts';
import { greyPng } from './greyPng.ts';
import { settled, siteUrl, test } from './site.ts';
import { tabTo } from './tabTo.ts';
import { tinyModel } from './tinyModel.ts';

const studio = 'studio/?model=/tiny.safetensors&backend=cpu#seed=7&label.grade=2&view=inspect';
const inputOf = (page: Page) => page.getByLabel('Choose a model file');
const rows = (page: Page) => page.locator('table.layers tbody tr');
const tiles = (page: Page) => page.locator('.tiles canvas');

async function open(page: Page, address = studio): Promise<void> {
  await page.goto(siteUrl(address));
  await expect(page.getByRole('row', { name: /^Total/ })).toBeVisible();
}

const file = (name: string, bytes: Uint8Array) => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(bytes),
});

/** Grey values of the first tile on screen. */
function firstTile(page: Page): Promise<number[]> {
  return tiles(page)
    .first()
    .evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      return [...data].filter((_, at) => at % 4 === 0);
    });
}

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

test('an ONNX file is converted in the page, looked at, saved and used', async ({ page }) => {
  await open(page);
  await inputOf(page).setInputFiles(file('other.onnx', writeOnnx(renamed('other'))));
  await expect(page.getByRole('heading', { name: 'other' })).toBeVisible();
  await expect(page.getByText('ONNX', { exact: true })).toBeVisible();
  await rows(page).last().getByRole('button').click();
  await expect(page.getByText('Seed 7 · CPU:')).toBeVisible();
  expect(new Set(await firstTile(page)).size).toBeGreaterThan(20);

  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as .safetensors' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('other.safetensors');
  const saved = readModel(await readFile(await download.path()));
  expect(saved.graph.provenance.source).toBe('other.onnx');

  await page.getByRole('button', { name: 'Use in the studio' }).click();
  await expect(page.locator('#model-name')).toHaveText('other');
  await expect(page.locator('#image-view')).toBeVisible();
  await settled(page);
  await expect(page.locator('#image-size')).toHaveText('24 × 16 px');
  expect(new URL(page.url()).hash).not.toContain('view=inspect');
});

test('a model file without a name takes its file’s, and files may be dropped', async ({ page }) => {
  await open(page);
  const { graph, tensors } = styleModel();
  const { name: _, ...nameless } = graph;
  const bytes = [...writeModel({ graph: nameless as Model['graph'], tensors })];
  await page.locator('.inspect').evaluate((element, given) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([Uint8Array.from(given)], 'mine.safetensors'));
    for (const type of ['dragover', 'drop'])
      element.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
  }, bytes);
  await expect(page.getByRole('heading', { name: 'mine' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save as .safetensors' })).toBeHidden();
  await page.getByRole('button', { name: "Back to the studio's model" }).click();
  await expect(page.getByRole('heading', { name: 'tiny' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Use in the studio' })).toBeHidden();
});

test('TensorFlow.js: json and bin together; alone, what is missing is said', async ({ page }) => {
  await open(page);
  const values = Float32Array.from({ length: 15 }, (_, at) => at / 7 - 1);
  const layer = (class_name: string, config: object) => ({ class_name, config });
  const json = {
    format: 'layers-model',
    modelTopology: {
      model_config: layer('Sequential', {
        name: 'net',
        layers: [
          layer('Dense', {
            name: 'dense',
            units: 3,
            activation: 'tanh',
            use_bias: true,
            batch_input_shape: [null, 4],
          }),
        ],
      }),
    },
    weightsManifest: [
      {
        paths: ['w.bin'],
        weights: [
          { name: 'dense/kernel', shape: [4, 3], dtype: 'float32' },
          { name: 'dense/bias', shape: [3], dtype: 'float32' },
        ],
      },
    ],
  };
  const model = file('model.json', new TextEncoder().encode(JSON.stringify(json)));
  await inputOf(page).setInputFiles([model]);
  await expect(page.getByRole('alert')).toContainText(/w\.bin.* is missing, expected it among the files/);
  await expect(page.getByRole('heading', { name: 'tiny' })).toBeVisible();
  await inputOf(page).setInputFiles([model, file('w.bin', new Uint8Array(values.buffer))]);
  await expect(page.getByText('TensorFlow.js (layers)')).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(rows(page).first()).toContainText('linear');
  await expect(page.getByRole('button', { name: 'Use in the studio' })).toBeDisabled();
  await expect(page.getByText('It gives no picture')).toBeVisible();
});

test('weights without a graph: the family is found, or chosen, or its refusal said', async ({ page }) => {
  await open(page);
  const weights = safetensors({
    'fc1.weight': [6, 4],
    'fc1.bias': [6],
    'fc2.weight': [8, 6],
    'fc2.bias': [8],
  });
  await inputOf(page).setInputFiles(file('weights.safetensors', weights));
  await page.getByText('What the file does not say').click();
  const family = page.getByLabel('Family of PyTorch or safetensors weights');
  await expect(family.getByRole('option', { name: 'stylegan2' })).toBeAttached();
  await family.selectOption('stylegan2');
  await page.getByRole('button', { name: 'Read the file again' }).click();
  await expect(page.getByRole('alert')).toHaveText(/weights\.safetensors: .*stylegan2/);
  await page.getByLabel('Sizes of inputs that are left open').fill('image=3,x');
  await page.getByRole('button', { name: 'Read the file again' }).click();
  await expect(page.getByRole('alert')).toHaveText(
    'sizes of inputs: found "image=3,x", expected such as image=1,3,256,256',
  );
});

test('bad files are refused in one line, and leave the page as it was', async ({ page }) => {
  await open(page);
  const whole = writeModel(tinyModel());
  const cases: [string, Uint8Array, RegExp][] = [
    ['notes.txt', new TextEncoder().encode('no model at all'), /^notes\.txt: starts like no known format/],
    ['empty.onnx', new Uint8Array(0), /^empty\.onnx: has 0 bytes/],
    ['cut.safetensors', whole.slice(0, whole.length - 100), /^cut\.safetensors: /],
    ['cut.onnx', writeOnnx(tinyModel()).slice(0, 300), /^cut\.onnx: /],
    ['x.json', new TextEncoder().encode('{"a":'), /^x\.json: is no intact JSON/],
  ];
  for (const [name, bytes, message] of cases) {
    await inputOf(page).setInputFiles(file(name, bytes));
    await expect(page.getByRole('alert')).toHaveText(message);
    await expect(page.getByRole('heading', { name: 'tiny' })).toBeVisible();
  }
  await inputOf(page).setInputFiles([file('a.onnx', whole), file('b.onnx', whole)]);
  await expect(page.getByRole('alert')).toHaveText(/^a\.onnx, b\.onnx: each could be the model/);
  await page.getByRole('button', { name: 'fc', exact: true }).click();
  await expect(tiles(page)).toHaveCount(1);
});

test('reading a file can be stopped', async ({ page }) => {
  await open(page);
  // The worker's script comes late, as a large file's conversion takes long.
  await page.route('**/modelWorker-*.js', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await route.continue().catch(() => {});
  });
  await inputOf(page).setInputFiles(file('other.onnx', writeOnnx(renamed('other'))));
  await expect(page.getByText('Reading other.onnx')).toBeVisible();
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByText('Stopped.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'tiny' })).toBeVisible();
  await page.getByRole('button', { name: 'fc', exact: true }).click();
  await expect(tiles(page)).toHaveCount(1);
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

test('everything works with the keyboard alone', async ({ page }) => {
  await open(page);
  const { keyboard } = page;
  await tabTo(page, page.getByRole('link', { name: 'Inspect' }));
  await tabTo(page, page.getByRole('searchbox', { name: 'Filter nodes' }));
  await keyboard.type('up.');
  await tabTo(page, page.getByRole('button', { name: 'up.1', exact: true }));
  await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'up.1.relu' })).toBeVisible();
  await expect(tiles(page)).toHaveCount(4);
  await tabTo(page, page.getByLabel('Each tile on a scale of its own'));
  await keyboard.press('Space');
  await expect(page.getByLabel('Each tile on a scale of its own')).toBeChecked();
  await tabTo(page, inputOf(page));
  await tabTo(page, page.getByText('What the file does not say'));
  await keyboard.press('Enter');
  await expect(page.getByLabel('Family of PyTorch or safetensors weights')).toBeVisible();
  await tabTo(page, page.getByRole('button', { name: 'Measure' }));
  await keyboard.press('Enter');
  await expect(page.locator('.timing-result')).toContainText('ms in all');
  await expect(page.getByRole('button', { name: 'Measure' })).toBeFocused();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await open(page);
    await page.getByRole('button', { name: 'Measure' }).click();
    await expect(page.locator('.timing-result')).toContainText('ms in all');
    await page.getByRole('button', { name: 'up.1', exact: true }).click();
    await expect(tiles(page)).toHaveCount(4);
    await page.getByText('What the file does not say').click();
    await inputOf(page).setInputFiles(file('notes.txt', new TextEncoder().encode('none')));
    await expect(page.getByRole('alert')).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });
}

for (const [width, height] of [
  [1440, 900],
  [1024, 768],
  [390, 844],
] as const) {
  test(`nothing is cut off at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await open(page);
    await page.getByRole('button', { name: 'Measure' }).click();
    await expect(page.locator('.timing-result')).toContainText('ms in all');
    await page.getByRole('button', { name: 'up.1', exact: true }).click();
    await expect(tiles(page)).toHaveCount(4);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    const table = page.locator('.table-scroll');
    expect(await table.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
    // No number of the table is cut.
    const cut = await page
      .locator('table.layers :is(.params, .macs, .time, .output, thead th)')
      .evaluateAll((cells) =>
        cells.filter((cell) => cell.scrollWidth > cell.clientWidth).map((cell) => cell.textContent),
      );
    expect(cut).toEqual([]);
    for (const canvas of await tiles(page).all()) {
      const box = (await canvas.boundingBox())!;
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(width);
    }
  });
}

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

function renamed(name: string): Model {
  const { graph, tensors } = tinyModel();
  return { graph: { ...graph, name }, tensors };
}

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

/** Weights without a graph, as other tools save them. */
function safetensors(shapes: Readonly<Record<string, readonly number[]>>): Uint8Array {
  let begin = 0;
  const header: Record<string, unknown> = {};
  for (const [name, shape] of Object.entries(shapes)) {
    const end = begin + 4 * shape.reduce((product, size) => product * size, 1);
    header[name] = { dtype: 'F32', shape, data_offsets: [begin, end] };
    begin = end;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + begin);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}
