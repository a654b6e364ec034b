import type { GraphInput, Model } from '@roentgan/gan-runtime/model-file';
import { ModelBuilder } from '../../gan-runtime/test/modelBuilder.ts';

const value = (name: string, range: readonly [number, number], initial: number): GraphInput => ({
  kind: 'label',
  name,
  shape: ['N', 1],
  encoding: 'value',
  range,
  default: initial,
});

/**
 * As StyleGAN and Keras models are: truncation and style mixing through labels, a class that is a row of a table, operations
 * that are not common, and a picture [N,H,W,C] with one [N,C,H,W] beside it. 8x12 pixels.
 */
export function styleModel(): Model {
  const b = new ModelBuilder();
  b.latent('z', [8]);
  b.latent('z.mix', [8]);
  const row = b.node('embedding', ['kind'], {}, { weight: b.weight([4, 8]) });
  const style = b.node('multiply', ['z', b.node('reshape', [row], { shape: ['N', 8] })]);
  const shorter = b.node('multiply', [style, 'truncation']);
  const joined = b.node('concat', [shorter, 'z.mix', 'mix.from'], { axis: 1 });
  const weight = b.weight([192, 17], { scale: 0.3 });
  const planes = b.node('reshape', [b.node('linear', [joined], {}, { weight })], { shape: ['N', 2, 8, 12] });
  const norm = b.node('groupNorm', [planes], { groups: 2, eps: 1e-5 });
  const shade = b.node('conv2d', [norm], {}, { weight: b.weight([1, 2, 1, 1]) });
  const shift = b.node('mean', [planes], { dim: [1, 2, 3], keepdim: true });
  const image = b.node('tanh', [b.node('add', [shade, shift])]);
  const picture = b.node('permute', [image], { dims: [0, 2, 3, 1] });
  const { graph, tensors } = b.build(image, [1, 8, 12], 'grey');
  const range = [-1, 1] as const;
  return {
    graph: {
      ...graph,
      name: 'style',
      inputs: [
        ...graph.inputs,
        value('kind', [0, 3], 1),
        value('truncation', [0, 1], 1),
        value('mix.from', [0, 2], 2),
      ],
      outputs: [
        { name: 'picture', tensor: picture, shape: ['N', 8, 12, 1], range, channels: 'raw' },
        { name: 'image', tensor: image, shape: ['N', 1, 8, 12], range, channels: 'grey' },
      ],
      truncation: { label: 'truncation' },
      mixing: { latent: 'z', second: 'z.mix', from: 'mix.from' },
    },
    tensors,
  };
}

/** From an image to an image, or to numbers. */
export function translationModel(output: 'grey' | 'raw'): Model {
  const b = new ModelBuilder();
  const image = b.node('conv2d', ['photo'], {}, { weight: b.weight([1, 1, 1, 1]) });
  const { graph, tensors } = b.build(image, [1, 8, 8], output);
  const photo: GraphInput = { kind: 'image', name: 'photo', shape: ['N', 1, 8, 8], range: [-1, 1] };
  return { graph: { ...graph, inputs: [photo] }, tensors };
}

/** A generator of colour, 8x12 pixels. */
export function colourModel(): Model {
  const b = new ModelBuilder();
  b.latent('z', [8]);
  const weight = b.weight([288, 8], { scale: 0.4 });
  const planes = b.node('reshape', [b.node('linear', ['z'], {}, { weight })], { shape: ['N', 3, 8, 12] });
  const { graph, tensors } = b.build(b.node('tanh', [planes]), [3, 8, 12], 'rgb');
  return { graph: { ...graph, name: 'colour' }, tensors };
}
