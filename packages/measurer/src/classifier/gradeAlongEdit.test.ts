import { loadGenerator } from '@roentgan/gan-runtime';
import { type Model, tensorFromFloat32 } from '@roentgan/gan-runtime/model-file';
import { expect, test } from 'vitest';
import { classifierModel, fileOf } from '../../test/classifierModel.ts';
import { generatedRaster } from '../generatedRaster.ts';
import { openClassifier } from './classifier.ts';
import { gradeAlongEdit } from './gradeAlongEdit.ts';

/** z [N,4,1,1] becomes the pixels of 2x2, black at -1 and white at 3; "brighter" adds 1 to each. */
const generatorModel: Model = {
  graph: {
    formatVersion: 1,
    inputs: [{ kind: 'latent', name: 'z', shape: ['N', 4, 1, 1], distribution: 'normal' }],
    nodes: [
      {
        op: 'reshape',
        name: 'image',
        inputs: ['z'],
        weights: {},
        attributes: { shape: ['N', 1, 2, 2] },
        output: 'image',
      },
    ],
    outputs: [{ name: 'image', shape: ['N', 1, 2, 2], range: [-1, 3], channels: 'grey' }],
    edits: [{ name: 'brighter', tensor: 'z', vector: 'up', unit: 'grey', range: [-4, 4] }],
    provenance: {},
  },
  tensors: new Map([['up', tensorFromFloat32(Float32Array.of(1, 1, 1, 1), [1, 4, 1, 1])]]),
};

test('the grade of each amount is that of the image it makes', async () => {
  await using generator = await loadGenerator(fileOf(generatorModel), { backend: 'reference' });
  await using classifier = await openClassifier(fileOf(classifierModel()), { backend: 'reference' });
  const amounts = [-2, 0, 1.5];
  const done: number[] = [];
  const curve = await gradeAlongEdit(generator, classifier, {
    seed: 3,
    edit: 'brighter',
    amounts,
    onProgress: (progress) => done.push(progress.done),
  });
  expect(curve.map(({ amount }) => amount)).toEqual(amounts);
  expect(done).toEqual([1, 2, 3]);
  for (const { amount, ...found } of curve) {
    const image = generatedRaster(await generator.generate({ seed: 3, edits: { brighter: amount } }));
    expect(found).toEqual(await classifier.classify(image));
  }
  expect(curve[0]!.expectedGrade).not.toBeCloseTo(curve[2]!.expectedGrade, 3);
  await expect(gradeAlongEdit(generator, classifier, { seed: 3, edit: 'darker', amounts })).rejects.toThrow(
    'darker',
  );
});

test('a generated image as values from black to white, cut off outside', async () => {
  await using generator = await loadGenerator(fileOf(generatorModel), { backend: 'reference' });
  const image = await generator.generate({ seed: 3, edits: { brighter: 4 } });
  const raster = generatedRaster(image);
  expect(raster).toMatchObject({ width: 2, height: 2, channels: 1 });
  expect([...raster.values]).toEqual(
    [...image.values].map((value) => Math.fround(Math.min(1, Math.max(0, (value + 1) / 4)))),
  );
  expect(Math.max(...raster.values)).toBe(1);
});
