import { type Model, tensorFromFloat32, type WeightTensor } from '@roentgan/gan-runtime/model-file';

/** A generator of 16x24 grey patterns with five grades and two directions; its weights follow from their place. */
export function tinyModel(): Model {
  return {
    graph: {
      formatVersion: 1,
      name: 'tiny',
      inputs: [
        { kind: 'latent', name: 'z', shape: ['N', 8], distribution: 'normal' },
        { kind: 'label', name: 'grade', shape: ['N', 5], encoding: 'one-hot', default: 0 },
      ],
      nodes: [
        node('concat', 'joined', ['z', 'grade'], {}, { axis: 1 }),
        node('linear', 'fc', ['joined'], { weight: 'fc.weight', bias: 'fc.bias' }, {}),
        node('relu', 'fc.relu', ['fc'], {}, {}),
        node('reshape', 'plane', ['fc.relu'], {}, { shape: ['N', 4, 4, 6] }),
        doubled('up.1', 'plane'),
        node('relu', 'up.1.relu', ['up.1'], {}, {}),
        doubled('up.2', 'up.1.relu'),
        node('tanh', 'image', ['up.2'], {}, {}),
      ],
      outputs: [{ name: 'image', shape: ['N', 1, 16, 24], range: [-1, 1], channels: 'grey' }],
      truncation: { tensor: 'z', mean: 0, default: 1 },
      directions: [1, 2].map((at) => ({
        name: `direction ${at}`,
        tensor: 'z',
        vector: `direction.${at}`,
        unit: 'standard deviations',
        range: [-3, 3] as const,
      })),
      provenance: { attribution: 'Nobody & "co"', licence: 'CC0-1.0', trainingData: 'none', synthetic: true },
    },
    tensors: new Map([
      weight('fc.weight', [96, 13], 0.8),
      weight('fc.bias', [96], 0.3),
      weight('up.1.weight', [4, 4, 4, 4], 0.5),
      weight('up.2.weight', [4, 1, 4, 4], 0.5),
      weight('direction.1', [1, 8], 1),
      weight('direction.2', [1, 8], 0.7),
    ]),
  };
}

/** The same, which states the size of its pixels: rows are 0.25 mm apart, columns 0.5 mm. */
export function scaledModel(): Model {
  const { graph, tensors } = tinyModel();
  const outputs = graph.outputs.map((output) => ({ ...output, pixelSize: [0.25, 0.5] as const }));
  return { graph: { ...graph, name: 'scaled', outputs }, tensors };
}

function node(
  op: string,
  name: string,
  inputs: readonly string[],
  weights: Readonly<Record<string, string>>,
  attributes: Readonly<Record<string, unknown>>,
) {
  return { op, name, inputs, weights, attributes, output: name };
}

function doubled(name: string, input: string) {
  const attributes = { stride: [2, 2], padding: [1, 1, 1, 1] };
  return node('convTranspose2d', name, [input], { weight: `${name}.weight` }, attributes);
}

function weight(name: string, shape: readonly number[], scale: number): [string, WeightTensor] {
  const count = shape.reduce((product, size) => product * size, 1);
  const spread = (at: number) => ((((at + 1) * 7919 + count * 31) % 1009) / 1009 - 0.5) * 2;
  const values = Float32Array.from({ length: count }, (_, at) => spread(at) * scale);
  return [name, tensorFromFloat32(values, shape, 'F32')];
}
