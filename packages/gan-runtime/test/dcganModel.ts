import { normalLatent } from '../src/latent/latent.ts';
import type { GraphNode, Model, WeightTensor } from '../src/modelFile/model.ts';
import { tensorFromFloat32 } from '../src/modelFile/weightValues.ts';
import { provideEverything } from './allOperations.ts';

provideEverything(); // to be written at once

interface DcganOptions {
  /** Channels of the latent, then of each layer's output. */
  readonly channels?: readonly number[];
  readonly dtype?: 'F32' | 'F16';
  /** A one-hot label of this many classes, concatenated to the latent. */
  readonly classes?: number;
}

/** DCGAN (Radford et al. 2015) with seeded weights: transposed convolutions, batch norms, relu, tanh at the end. */
export function dcganModel({
  channels = [100, 512, 256, 128, 64, 3],
  dtype = 'F32',
  classes = 0,
}: DcganOptions = {}): Model {
  const tensors = new Map<string, WeightTensor>();
  let stream = 0;
  const add = (name: string, shape: number[], scale: number, offset = 0, type: 'F32' | 'F16' = 'F32') => {
    const count = shape.reduce((product, size) => product * size, 1);
    const values = normalLatent(2026, stream++, count).map((value) => value * scale + offset);
    tensors.set(name, tensorFromFloat32(values, shape, type));
  };
  const nodes: GraphNode[] = [];
  const node = (op: string, name: string, inputs: string[], weights = {}, attributes = {}) => {
    nodes.push({ op, name, inputs, weights, attributes, output: name });
    return name;
  };
  const latent = channels[0]! - classes;
  let current = 'z';
  if (classes > 0) {
    current = node('concat', 'joined', ['z', 'grade'], {}, { axis: 1 });
    current = node('reshape', 'column', [current], {}, { shape: ['N', channels[0], 1, 1] });
  }
  for (let layer = 1; layer < channels.length; layer++) {
    const [inputs, outputs] = [channels[layer - 1]!, channels[layer]!];
    const isLast = layer === channels.length - 1;
    const fanIn = layer === 1 ? inputs : inputs * 4;
    add(`${layer}.weight`, [inputs, outputs, 4, 4], Math.sqrt(2 / fanIn), 0, dtype);
    const [stride, padding] =
      layer === 1
        ? [
            [1, 1],
            [0, 0, 0, 0],
          ]
        : [
            [2, 2],
            [1, 1, 1, 1],
          ];
    current = node(
      'convTranspose2d',
      `conv${layer}`,
      [current],
      { weight: `${layer}.weight` },
      { stride, padding },
    );
    if (isLast) break;
    add(`${layer}.gamma`, [outputs], 0.1, 1);
    add(`${layer}.beta`, [outputs], 0.1);
    add(`${layer}.mean`, [outputs], 0.2);
    add(`${layer}.var`, [outputs], 0.1, 1);
    const norm = {
      weight: `${layer}.gamma`,
      bias: `${layer}.beta`,
      runningMean: `${layer}.mean`,
      runningVar: `${layer}.var`,
    };
    current = node('batchNorm2d', `norm${layer}`, [current], norm);
    current = node('relu', `relu${layer}`, [current]);
  }
  current = node('tanh', 'image', [current]);
  const size = 4 * 2 ** (channels.length - 2);
  const outputs = channels.at(-1)!;
  return {
    graph: {
      formatVersion: 1,
      name: 'dcgan',
      inputs: [
        {
          kind: 'latent',
          name: 'z',
          shape: classes > 0 ? ['N', latent] : ['N', latent, 1, 1],
          distribution: 'normal',
        },
        ...(classes > 0
          ? [
              {
                kind: 'label',
                name: 'grade',
                shape: ['N', classes],
                encoding: 'one-hot',
                default: 0,
              } as const,
            ]
          : []),
      ],
      nodes,
      outputs: [
        {
          name: 'image',
          shape: ['N', outputs, size, size],
          range: [-1, 1],
          channels: outputs === 1 ? 'grey' : 'rgb',
        },
      ],
      truncation: { tensor: 'z', mean: 0 },
      provenance: { synthetic: true },
    },
    tensors,
  };
}
