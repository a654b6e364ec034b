import { type GeneratedImage, type Generator, loadGenerator } from '@roentgan/gan-runtime';
import { type Model, tensorFromFloat32, writeModel } from '@roentgan/gan-runtime/model-file';
import { measureOf } from '../src/measures.ts';

export const latents = 6;
/** What each class adds to the first pixel, and half of it to the second. */
export const classSteps = [0, 1, 1.5, 3];

/** Pixels that follow from z [N,6] and a grade of four classes: rows of weights for z. */
export const pixelWeights: readonly (readonly number[])[] = [
  [0.5, 0.2, 0, 0, 0, 0],
  [0.3, 1, 0.1, 0, 0, 0],
  [0, 0.4, 0.8, 0.3, 0, 0],
  [0, 0, 0, 0.2, 0.1, 0.6],
];

/** z and noise -> a grey image of 2x2 whose pixels are known: `pixelWeights` z + class, bent by tanh where asked. */
export function linearModel({ bent = false } = {}): Model {
  const weight = pixelWeights.flatMap((row, pixel) => [
    ...row,
    ...classSteps.map((step) => [step, step / 2, 0, 0][pixel]!),
    // The noise shows in the last pixel alone.
    ...(pixel === 3 ? [0.05, 0.05, 0.05, 0.05] : [0, 0, 0, 0]),
  ]);
  const plain = { weights: {}, attributes: {} };
  return {
    graph: {
      formatVersion: 1,
      name: 'linear',
      inputs: [
        { kind: 'latent', name: 'noise', shape: ['N', 1, 2, 2], distribution: 'normal' },
        { kind: 'latent', name: 'z', shape: ['N', latents], distribution: 'normal' },
        { kind: 'label', name: 'grade', shape: ['N', 4], encoding: 'one-hot', default: 0 },
      ],
      nodes: [
        {
          ...plain,
          op: 'reshape',
          name: 'flat',
          inputs: ['noise'],
          attributes: { shape: ['N', 4] },
          output: 'flat',
        },
        {
          ...plain,
          op: 'concat',
          name: 'join',
          inputs: ['z', 'grade', 'flat'],
          attributes: { axis: 1 },
          output: 'all',
        },
        {
          ...plain,
          op: 'linear',
          name: 'mix',
          inputs: ['all'],
          weights: { weight: 'mix.weight' },
          output: 'mix',
        },
        ...(bent ? [{ ...plain, op: 'tanh', name: 'bend', inputs: ['mix'], output: 'bend' }] : []),
        {
          ...plain,
          op: 'reshape',
          name: 'grid',
          inputs: [bent ? 'bend' : 'mix'],
          attributes: { shape: ['N', 1, 2, 2] },
          output: 'image',
        },
      ],
      outputs: [{ name: 'image', shape: ['N', 1, 2, 2], range: [-8, 8], channels: 'grey' }],
      truncation: { tensor: 'z', mean: 0, default: 0.5 },
      directions: [{ name: 'direction 1', tensor: 'z', vector: 'direction', unit: 'σ', range: [-3, 3] }],
      provenance: { synthetic: true },
    },
    tensors: new Map([
      ['mix.weight', tensorFromFloat32(Float32Array.from(weight), [4, latents + 8])],
      ['direction', tensorFromFloat32(Float32Array.of(1, 0, 0, 0, 0, 0), [latents])],
    ]),
  };
}

export const open = (model: Model): Promise<Generator> =>
  loadGenerator(writeModel(model), { backend: 'reference' });

/** One pixel as an attribute. */
export function pixel(at: number, name: string, unit = 'grey') {
  return measureOf({ name, unit }, (image: GeneratedImage) => image.values[at]);
}
