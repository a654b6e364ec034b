import { type Model, tensorFromFloat32, writeModel } from '@roentgan/gan-runtime/model-file';

/** z [N,4] and a class of three -> linear -> [N,1,4,4] -> tanh: a grey image of 4x4. */
export const tinyModel: Model = {
  graph: {
    formatVersion: 1,
    name: 'tiny',
    inputs: [
      { kind: 'latent', name: 'z', shape: ['N', 4], distribution: 'normal' },
      {
        kind: 'label',
        name: 'grade',
        shape: ['N', 3],
        encoding: 'one-hot',
        names: ['none', 'some', 'much'],
        default: 0,
      },
    ],
    nodes: [
      {
        op: 'concat',
        name: 'join',
        inputs: ['z', 'grade'],
        weights: {},
        attributes: { axis: 1 },
        output: 'joined',
      },
      {
        op: 'linear',
        name: 'mix',
        inputs: ['joined'],
        weights: { weight: 'mix.weight', bias: 'mix.bias' },
        attributes: {},
        output: 'mixed',
      },
      {
        op: 'reshape',
        name: 'grid',
        inputs: ['mixed'],
        weights: {},
        attributes: { shape: ['N', 1, 4, 4] },
        output: 'grid',
      },
      { op: 'tanh', name: 'range', inputs: ['grid'], weights: {}, attributes: {}, output: 'image' },
    ],
    outputs: [{ name: 'image', shape: ['N', 1, 4, 4], range: [-1, 1], channels: 'grey' }],
    provenance: { licence: 'Apache-2.0', synthetic: true },
  },
  tensors: new Map([
    ['mix.weight', tensorFromFloat32(weightValues(), [16, 7])],
    ['mix.bias', tensorFromFloat32(new Float32Array(16).fill(0.125), [16])],
  ]),
};

/** What `tinyModel` computes, in f64. */
export function tinyImage(z: readonly number[], grade: readonly number[]): number[] {
  const weights = weightValues();
  const inputs = [...z, ...grade];
  return Array.from({ length: 16 }, (_, row) =>
    Math.tanh(inputs.reduce((sum, value, column) => sum + value * weights[row * 7 + column]!, 0.125)),
  );
}

export const tinyModelFile: Uint8Array = writeModel(tinyModel);

function weightValues(): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: 16 * 7 }, (_, index) => (((index * 37) % 64) - 32) / 64);
}
