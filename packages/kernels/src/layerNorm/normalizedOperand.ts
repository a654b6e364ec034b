import { activationLayout, packActivation } from '../activationLayout.ts';
import type { Call, Operand } from '../kernel.ts';
import type { LayerNormAttributes } from './layerNorm.ts';

/**
 * The binding `scaleShift`: scale, then shift, each in activation layout with a batch, and channels where they have none, of 1. Where axis 1
 * is not among the normalised ones, one value for all channels fills a vec4.
 */
export function normalizedOperand({ output, attributes }: Call<LayerNormAttributes>): Operand {
  const { normalizedShape } = attributes;
  const beside = output.length - normalizedShape.length;
  const shape = [...new Array<number>(beside).fill(1), ...normalizedShape];
  const { vectors } = activationLayout(shape);
  return {
    binding: 'scaleShift',
    vectors: 2 * vectors,
    elements: false,
    values({ weight, bias }) {
      const packed = new Float32Array(vectors * 8);
      [weight, bias].forEach((values, half) => {
        const target = packed.subarray(half * vectors * 4, (half + 1) * vectors * 4);
        if (values) packActivation({ shape, data: values.data }, target);
        else if (half === 0) target.fill(1);
        if (beside === 1) return;
        for (let at = 0; at < target.length; at++) target[at] = target[at - (at % 4)]!;
      });
      return packed;
    },
  };
}
