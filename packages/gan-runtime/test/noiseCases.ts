import type { FusionCase } from './fusionCases.ts';
import { ModelBuilder } from './modelBuilder.ts';

/** Noise that is spread over channels: what a convolution adds itself, and what looks like it. */
export const noiseCases: readonly FusionCase[] = [
  {
    name: 'noise that convolutions spread, behind folded norms, before them, and as a product before the norm',
    batch: 2,
    dispatches: 3,
    build() {
      const b = new ModelBuilder();
      const x = b.latent('x', [5, 6, 4]);
      const noises = (
        [
          [6, 4],
          [12, 8],
          [12, 8],
        ] as const
      ).map((size, at) => b.latent(`noise${at}`, [1, ...size]));
      const same = { padding: [1, 1, 1, 1] };
      const spread = (noise: string, channels: number, dtype: 'F32' | 'F16') =>
        b.node('conv2d', [noise], {}, { weight: b.weight([channels, 1, 1, 1], { dtype }) });
      const early = spread(noises[0]!, 6, 'F16'); // its node comes before the convolution's
      const first = b.node('conv2d', [x], same, {
        weight: b.weight([6, 5, 3, 3], { scale: 0.15 }),
        bias: b.weight([6]),
      });
      const bent = b.node('leakyRelu', [b.node('add', [early, first])], { negativeSlope: 0.2 });
      const large = b.node('upsample2d', [bent], { size: [12, 8], mode: 'nearest' });
      const second = b.norm(
        b.node('conv2d', [large], same, { weight: b.weight([7, 6, 3, 3], { scale: 0.15 }) }),
        7,
      );
      const sum = b.node('relu', [b.node('add', [second, spread(noises[1]!, 7, 'F32')])]);
      const third = b.node('conv2d', [sum], same, {
        weight: b.weight([3, 7, 3, 3], { scale: 0.15 }),
        bias: b.weight([3]),
      });
      const product = b.node('multiply', [noises[2]!], {}, { other: b.weight([1, 3, 1, 1]) });
      const output = b.node('tanh', [b.norm(b.node('add', [third, product]), 3)]);
      return b.build(output, [3, 12, 8], 'rgb');
    },
  },
  {
    name: 'noise that cannot be fused: read twice, with a bias, int8, upsampled, made later, of weights that a layer takes too',
    batch: 2,
    dispatches: 15,
    build() {
      const b = new ModelBuilder();
      const same = { padding: [1, 1, 1, 1] };
      const noise = b.latent('noise', [1, 6, 6]);
      const small = b.latent('small', [1, 3, 3]);
      let x = b.latent('x', [4, 6, 6]);
      const conv = (input: string) =>
        b.node('conv2d', [input], same, { weight: b.weight([4, 4, 3, 3], { scale: 0.15 }) });
      const weight = b.weight([4, 1, 1, 1]);
      const twice = b.node('conv2d', [noise], {}, { weight });
      x = b.node('add', [b.node('add', [conv(x), twice]), twice]);
      x = b.node('add', [conv(x), b.node('conv2d', [noise], {}, { weight })]);
      const biased = b.node('conv2d', [noise], {}, { weight: b.weight([4, 1, 1, 1]), bias: b.weight([4]) });
      x = b.node('add', [conv(x), biased]);
      x = b.node('add', [conv(x), b.node('conv2d', [noise], {}, { weight: b.quantised([4, 1, 1, 1]) })]);
      const large = b.node('upsample2d', [small], { size: [6, 6], mode: 'nearest' });
      x = b.node('add', [conv(x), b.node('conv2d', [large], {}, { weight: b.weight([4, 1, 1, 1]) })]);
      const late = conv(x);
      const square = b.node('square', [noise]);
      x = b.node('add', [late, b.node('conv2d', [square], {}, { weight: b.weight([4, 1, 1, 1]) })]);
      const product = b.node('multiply', [noise], {}, { other: b.weight([4, 1, 6]) });
      return b.build(b.node('add', [conv(x), product]), [4, 6, 6]);
    },
  },
];
