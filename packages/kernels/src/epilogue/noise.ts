import { channelGroups } from '../activationLayout.ts';
import type { Kernel, Operand } from '../kernel.ts';
import { channelScaleShift } from '../scaleShift.ts';
import finish from './finish.noise.wgsl?raw';

/** A convolution's kernel with noise in its epilogue: it binds `noise`, [N, 1, H, W], and `spread` as well. */
export function addNoise<Attributes extends object>(kernel: Kernel<Attributes>): Kernel<Attributes> {
  return {
    ...kernel,
    name: `${kernel.name}.noise`,
    finish,
    bindings: [...kernel.bindings, { name: 'noise', access: 'read' }, { name: 'spread', access: 'read' }],
  };
}

/** The binding `spread`: a factor a channel, times the scale of a batch norm where its weights are given too. */
export function spreadOperand(channels: number, eps = 0): Operand {
  const vectors = channelGroups(channels);
  return {
    binding: 'spread',
    vectors,
    elements: false,
    values({ spread, ...norm }) {
      const { scale } = channelScaleShift(channels, norm, { eps });
      const values = new Float32Array(vectors * 4);
      values.set(scale.map((factor, channel) => factor * spread!.data[channel]!));
      return values;
    },
  };
}
