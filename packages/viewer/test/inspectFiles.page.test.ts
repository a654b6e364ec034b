import { readFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import { type Model, readModel, writeModel } from '@roentgan/gan-runtime/model-file';
import { writeOnnx } from '@roentgan/weight-converter';
import { styleModel } from './familyModels.ts';
import { file, firstTile, inputOf, open, rows, tiles } from './inspectPage.ts';
import { settled, test } from './site.ts';
import { tinyModel } from './tinyModel.ts';

const families = new URL('../../../tools/weight-converter/test/families/', import.meta.url);

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

  // No address has it, and the page's own would restore this state of the model before.
  await page.getByRole('button', { name: 'Next seed' }).click();
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.locator('#announcement')).toHaveText(
    'Not copied: a link cannot hold a model that was opened from a file.',
  );
  await page.getByText('About this model').click();
  await expect(page.locator('#facts')).toContainText('Opened froma file of this computer');
  expect(new URL(page.url()).hash).toBe('');
});

test('a model file without a name takes its file’s, and files may be dropped', async ({ page }) => {
  await open(page);
  const { graph, tensors } = styleModel();
  const { name: _, ...nameless } = graph;
  await drop(page, 'mine.safetensors', writeModel({ graph: nameless as Model['graph'], tensors }));
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

for (const { name, format, nodes, size } of [
  { name: 'keras-dcgan-12.keras', format: 'Keras', nodes: ['linear', 'convTranspose2d'], size: '12 × 12 px' },
  {
    name: 'keras-conditional-8.h5',
    format: 'Keras (HDF5)',
    nodes: ['embedding', 'convTranspose2d'],
    size: '8 × 8 px',
  },
  {
    name: 'dcgan-chain-16.pt',
    format: 'PyTorch, family dcgan',
    nodes: ['convTranspose2d', 'tanh'],
    size: '16 × 16 px',
  },
]) {
  test(`${name} is dropped, shown and used`, async ({ page }) => {
    await open(page);
    await drop(page, name, await readFile(new URL(name, families)));
    await expect(page.getByRole('heading', { name: name.replace(/\.\w+$/, '') })).toBeVisible();
    await expect(page.getByText(format, { exact: true })).toBeVisible();
    for (const op of nodes) await expect(rows(page).getByText(op, { exact: true })).not.toHaveCount(0);
    await rows(page).last().getByRole('button').click();
    await expect(page.getByText('Seed 7 · CPU:')).toBeVisible();
    expect(new Set(await firstTile(page)).size).toBeGreaterThan(5);
    await page.getByRole('button', { name: 'Use in the studio' }).click();
    await settled(page);
    await expect(page.locator('#image-size')).toHaveText(size);
    await expect(page.locator('#model-name')).toHaveText(name.replace(/\.\w+$/, ''));
  });
}

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

/** What a person's hand would drop on the view. */
async function drop(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  await page.locator('.inspect').evaluate(
    (element, { name, bytes }) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([Uint8Array.from(bytes)], name));
      for (const type of ['dragover', 'drop'])
        element.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    },
    { name, bytes: [...bytes] },
  );
}

function renamed(name: string): Model {
  const { graph, tensors } = tinyModel();
  return { graph: { ...graph, name }, tensors };
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
