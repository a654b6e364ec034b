import type { Model } from '../src/modelFile/model.ts';
import { provideEverything } from './allOperations.ts';
import { ModelBuilder } from './modelBuilder.ts';
import { noiseCases } from './noiseCases.ts';

provideEverything();

/** A small model that makes the plan fuse, fold, rename or repack. */
export interface FusionCase {
  readonly name: string;
  readonly batch: number;
  /** Dispatches that fusion leaves; absent where the number says nothing. */
  readonly dispatches?: number;
  build(): Model;
}

export const fusionCases: readonly FusionCase[] = [
  {
    name: 'residual blocks with prelu, batch norm and skip connections',
    batch: 2,
    dispatches: 4,
    build() {
      const b = new ModelBuilder();
      const same = { padding: [1, 1, 1, 1] };
      let x = b.latent('x', [6, 7, 5]);
      for (let block = 0; block < 2; block++) {
        const first = b.norm(
          b.node('conv2d', [x], same, {
            weight: b.weight([6, 6, 3, 3], { scale: 0.15 }),
            bias: b.weight([6]),
          }),
          6,
        );
        const active = b.node('prelu', [first], {}, { slope: b.weight([6], { scale: 0.3 }) });
        const second = b.norm(
          b.node('conv2d', [active], same, { weight: b.weight([6, 6, 3, 3], { scale: 0.15 }) }),
          6,
        );
        x = b.node('relu', [b.node('add', [second, x])]);
      }
      return b.build(x, [6, 7, 5]);
    },
  },
  {
    name: 'a U-Net step: downsample, upsample, concat of three, instance norm',
    batch: 2,
    dispatches: 7,
    build() {
      const b = new ModelBuilder();
      const x = b.latent('x', [3, 8, 8]);
      const down = b.node(
        'leakyRelu',
        [
          b.node(
            'conv2d',
            [x],
            { stride: [2, 2], padding: [1, 1, 1, 1] },
            { weight: b.weight([5, 3, 4, 4], { scale: 0.2 }) },
          ),
        ],
        { negativeSlope: 0.2 },
      );
      const up = b.node('instanceNorm2d', [
        b.node(
          'convTranspose2d',
          [down],
          { stride: [2, 2], padding: [1, 1, 1, 1] },
          { weight: b.weight([5, 6, 4, 4], { scale: 0.2 }), bias: b.weight([6]) },
        ),
      ]);
      const wide = b.node('upsample2d', [down], { size: [8, 8], mode: 'bilinear' });
      const joined = b.node('concat', [b.node('silu', [up]), wide, x], { axis: 1 });
      const output = b.node('tanh', [
        b.node('conv2d', [joined], {}, { weight: b.weight([3, 14, 1, 1], { scale: 0.3 }) }),
      ]);
      return b.build(output, [3, 8, 8], 'rgb');
    },
  },
  {
    name: 'linear to image with constants, slices and permutes',
    batch: 3,
    build() {
      const b = new ModelBuilder();
      const z = b.latent('z', [10]);
      const dense = b.node('gelu', [
        b.node('linear', [z], {}, { weight: b.weight([72, 10], { scale: 0.3 }), bias: b.weight([72]) }),
      ]);
      const image = b.node('reshape', [dense], { shape: ['N', 8, 3, 3] });
      const scaled = b.node('multiply', [image], {}, { other: b.weight([8, 1, 1]) });
      const shifted = b.node('add', [scaled], {}, { other: b.weight([1, 8, 3, 3]) });
      const shuffled = b.node('reshape', [shifted], { shape: ['N', 2, 2, 2, 3, 3] });
      const spread = b.node('permute', [shuffled], { dims: [0, 1, 4, 2, 5, 3] });
      const large = b.node('reshape', [spread], { shape: ['N', 2, 6, 6] });
      const part = b.node('slice', [large], { starts: [1, 0], ends: [6, 5], axes: [2, 3], steps: [1, 2] });
      const padded = b.node('pad2d', [part], { padding: [1, 2, 0, 1], mode: 'reflect' });
      return b.build(b.node('sigmoid', [padded]), [2, 6, 6]);
    },
  },
  {
    name: 'upsampling in front of convolutions, with batch norm, residual and groups',
    batch: 2,
    dispatches: 4,
    build() {
      const b = new ModelBuilder();
      const x = b.latent('x', [6, 5, 4]);
      const large = b.node('upsample2d', [x], { size: [10, 8], mode: 'nearest' });
      const same = { padding: [1, 1, 1, 1] };
      const first = b.norm(
        b.node('conv2d', [large], same, { weight: b.weight([8, 6, 3, 3], { scale: 0.15 }) }),
        8,
      );
      const skip = b.node('upsample2d', [first], { size: [30, 16], mode: 'nearest' });
      const wide = b.node('upsample2d', [b.node('relu', [first])], { size: [30, 16], mode: 'nearest' });
      const grouped = { padding: [0, 1, 2, 1], groups: 4 };
      const second = b.node('conv2d', [wide], grouped, {
        weight: b.weight([8, 2, 3, 3], { scale: 0.3 }),
        bias: b.weight([8]),
      });
      const output = b.node('tanh', [b.node('add', [skip, second])]);
      return b.build(output, [8, 30, 16]);
    },
  },
  {
    name: 'a time as sines and cosines of angles that are never stored',
    batch: 3,
    dispatches: 4,
    build() {
      const b = new ModelBuilder();
      const t = b.latent('t', [1]);
      const waves = (op: string) =>
        b.node(op, [b.node('linear', [t], {}, { weight: b.weight([5, 1], { scale: 8 }) })]);
      const joined = b.node('concat', [waves('sin'), waves('cos')], { axis: 1 });
      return b.build(b.node('linear', [joined], {}, { weight: b.weight([6, 10]) }), [6]);
    },
  },
  {
    name: 'f16 and int8 weights',
    batch: 2,
    build() {
      const b = new ModelBuilder();
      const x = b.latent('x', [5, 4, 4]);
      const half = b.node(
        'convTranspose2d',
        [x],
        { stride: [2, 2] },
        { weight: b.weight([5, 7, 3, 3], { dtype: 'F16' }) },
      );
      const byte = b.norm(b.node('conv2d', [half], {}, { weight: b.quantised([6, 7, 3, 3]) }), 6);
      return b.build(byte, [6, 7, 7]);
    },
  },
  {
    name: 'a class embedding, functions, pooling, pixel shuffle and a constant index',
    batch: 3,
    dispatches: 11,
    build() {
      const b = new ModelBuilder();
      const label = b.node('reshape', [b.latent('label', [1])], { shape: ['N'] });
      const row = b.node('embedding', [label], {}, { weight: b.weight([5, 72], { dtype: 'F16' }) });
      const style = b.node('reshape', [row], { shape: ['N', 8, 3, 3] });
      const image = b.latent('x', [8, 6, 6]);
      const pooled = b.node('maxPool2d', [image], { kernelSize: [2, 2] });
      const power = b.node('square', [b.node('div', [pooled, b.node('softplus', [style])])]);
      const scaled = b.node('rsqrt', [
        b.node('add', [power], {}, { other: b.weight([], { scale: 0, offset: 2 }) }),
      ]);
      const left = b.node('sub', [scaled], { reversed: true }, { other: b.weight([8, 1, 1]) });
      const large = b.node('pixelShuffle', [left], { upscaleFactor: 2 });
      const order = b.node('indexSelect', [large], { dim: -1, index: [5, 4, 3, 0, 0] });
      return b.build(order, [2, 6, 5]);
    },
  },
  {
    name: 'an image pulled about by a field that a convolution makes of it, as it lies and permuted',
    batch: 2,
    dispatches: 6,
    build() {
      const b = new ModelBuilder();
      const image = b.latent('x', [6, 7, 5]);
      const field = b.node(
        'conv2d',
        [image],
        { padding: [1, 1, 1, 1] },
        {
          weight: b.weight([2, 6, 3, 3], { scale: 0.1 }),
        },
      );
      const planar = { paddingMode: 'border', planarGrid: true };
      const moved = b.node('relu', [b.node('gridSample', [image, field], planar)]);
      const small = b.node('slice', [field], { starts: [1], ends: [6], axes: [2], steps: [2] });
      const pairs = b.node('permute', [small], { dims: [0, 2, 3, 1] });
      return b.build(b.node('gridSample', [moved, pairs], { alignCorners: true }), [6, 3, 5]);
    },
  },
  {
    name: 'an index and no tensors at all',
    batch: 2,
    dispatches: 1,
    build() {
      const b = new ModelBuilder();
      const order = b.node('indexSelect', [b.latent('x', [5, 2])], { dim: 1, index: [4, 0, 2, 2, 1, 3] });
      return b.build(order, [6, 2]);
    },
  },
  {
    name: 'an attention block: group norm, projections, heads, layer norm of tokens, reductions',
    batch: 2,
    dispatches: 22,
    build() {
      const b = new ModelBuilder();
      const x = b.latent('x', [6, 5, 4]);
      const affine = (...shape: number[]) => ({ weight: b.weight(shape), bias: b.weight(shape) });
      const normal = b.node('silu', [b.node('groupNorm', [x], { groups: 2 }, affine(6))]);
      const tokens = b.node('permute', [b.node('reshape', [normal], { shape: ['N', 6, 20] })], {
        dims: [0, 2, 1],
      });
      const heads = () => {
        const projected = b.node('conv2d', [normal], {}, { weight: b.weight([6, 6, 1, 1], { scale: 0.4 }) });
        const split = b.node('reshape', [projected], { shape: ['N', 3, 2, 20] });
        return b.node('permute', [split], { dims: [0, 1, 3, 2] });
      };
      const seen = b.node('scaledDotProductAttention', [heads(), heads(), heads()], { causal: true });
      const joined = b.node('reshape', [b.node('permute', [seen], { dims: [0, 2, 1, 3] })], {
        shape: ['N', 20, 6],
      });
      const summed = b.node('add', [
        b.node('layerNorm', [joined], { normalizedShape: [6] }, affine(6)),
        tokens,
      ]);
      const scores = b.node('softmax', [b.node('matmul', [summed, tokens], { transposeB: true })], {
        dim: 2,
      });
      const mixed = b.node('layerNorm', [b.node('matmul', [scores, summed])], { normalizedShape: [20, 6] });
      const most = b.node('amax', [mixed], { dim: [2], keepdim: true });
      const share = b.node('sum', [b.node('multiply', [mixed, most])], { dim: [1] });
      return b.build(b.node('add', [share, b.node('mean', [x], { dim: [2, 3] })]), [6]);
    },
  },
  ...noiseCases,
];
