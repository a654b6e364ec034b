import { expect, type Page } from '@playwright/test';
import { loadGenerator } from '@roentgan/gan-runtime';
import { type Model, tensorFromFloat32, writeModel } from '@roentgan/gan-runtime/model-file';
import { type GradeAtAmount, gradeAlongEdit, openClassifier } from '@roentgan/measurer';
import { writeOnnx } from '@roentgan/weight-converter';
import { siteUrl } from './site.ts';
import { tinyModel } from './tinyModel.ts';

export const studio = 'studio/?model=/tiny.safetensors&backend=cpu#seed=7&label.grade=2&view=stress';
export const classNames = ['dim', 'bright'];
export const inputOf = (page: Page) => page.getByLabel('Choose a classifier');
export const ask = (page: Page) => page.getByRole('button', { name: 'Ask the classifier' });
export const finding = (page: Page) => page.locator('.finding');

/** Says "bright" where the mean of an image is above `threshold`; 8x8 pixels. */
export function brightness(threshold: number, sharpness = 40): Model {
  const weights = Float32Array.from({ length: 128 }, (_, at) => (at < 64 ? 0 : sharpness / 64));
  const node = { weights: {}, attributes: {} };
  return {
    graph: {
      formatVersion: 1,
      name: 'brightness',
      inputs: [{ kind: 'image', name: 'photo', shape: ['N', 1, 8, 8], range: [-1, 1] }],
      nodes: [
        {
          ...node,
          op: 'reshape',
          name: 'flat',
          inputs: ['photo'],
          attributes: { shape: ['N', 64] },
          output: 'flat',
        },
        {
          ...node,
          op: 'linear',
          name: 'scores',
          inputs: ['flat'],
          weights: { weight: 'w', bias: 'b' },
          output: 'scores',
        },
      ],
      outputs: [{ name: 'scores', shape: ['N', 2], range: [-1, 1], channels: 'raw', names: classNames }],
      provenance: {},
    },
    tensors: new Map([
      ['w', tensorFromFloat32(weights, [2, 64], 'F32')],
      ['b', tensorFromFloat32(Float32Array.of(0, -sharpness * threshold), [2], 'F32')],
    ]),
  };
}

export const image = { seed: 7, labels: { grade: 2 }, edit: 'direction 1' };
export const amounts = Array.from({ length: 11 }, (_, at) => -3 + (6 * at) / 10);

/** A classifier that changes its mind along the edit, and what the runtime itself says of it. */
async function changingClassifier(): Promise<{ model: Model; curve: GradeAtAmount[] }> {
  const options = { backend: 'cpu', threads: 1 } as const;
  const generator = await loadGenerator(writeModel(tinyModel()), options);
  // Its answer follows the mean of the picture: the threshold lies between those at both ends.
  const meter = await openClassifier(writeModel(brightness(0, 1)), options);
  const ends = await gradeAlongEdit(generator, meter, { ...image, amounts: [-3, 3] });
  const [low, high] = ends.map(({ probabilities: [dim, bright] }) => Math.log(bright! / dim!)) as [
    number,
    number,
  ];
  expect(Math.abs(high - low)).toBeGreaterThan(0.01);
  const model = brightness((low + high) / 2, 8 / Math.abs(high - low));
  const classifier = await openClassifier(writeModel(model), options);
  const curve = await gradeAlongEdit(generator, classifier, { ...image, amounts });
  for (const held of [generator, meter, classifier]) held.dispose();
  return { model, curve };
}

let changing: ReturnType<typeof changingClassifier> | undefined;

/** The same for all tests of a file. */
export function changingOnce(): ReturnType<typeof changingClassifier> {
  changing ??= changingClassifier();
  return changing;
}

export const file = (name: string, bytes: Uint8Array) => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(bytes),
});

export async function open(page: Page, name = 'brightness.safetensors'): Promise<void> {
  await page.goto(siteUrl(studio));
  await expect(inputOf(page)).toBeAttached();
  await expect(page.getByText('Reading')).toHaveCount(0);
  const { model } = await changingOnce();
  const bytes = name.endsWith('.onnx') ? writeOnnx(model) : writeModel(model);
  await inputOf(page).setInputFiles(file(name, bytes));
  await expect(page.getByText('How a picture is prepared')).toBeVisible();
}
