import type { ComputedWeight } from '../architecture.ts';
import type { Filter } from './parts.ts';

/** [OC, IC, K, K] as the weight of a transposed convolution, [IC, OC, K, K]. */
export function transposed(source: string, shape: readonly number[], factor: number): ComputedWeight {
  const [outputs, inputs, rows, columns] = shape as [number, number, number, number];
  const area = rows * columns;
  return {
    name: source,
    from: [source],
    shape: [inputs, outputs, rows, columns],
    compute({ data }) {
      const result = new Float32Array(data.length);
      for (let at = 0; at < data.length; at++) {
        const [output, input] = [Math.floor(at / area / inputs), Math.floor(at / area) % inputs];
        result[(input * outputs + output) * area + (at % area)] = data[at]! * factor;
      }
      return result;
    },
  };
}

const taps = [1, 3, 3, 1];

/** A filter for each channel by itself. FIR filters are flipped, as convolutions of signals are; transposed ones flip by themselves. */
export function depthwise(
  name: string,
  { tensor, scale }: Filter,
  channels: number,
  flipped: boolean,
): ComputedWeight {
  const plain = taps.flatMap((row) => taps.map((column) => (row * column) / 16));
  return {
    name,
    from: tensor === undefined ? [] : [tensor],
    shape: [channels, 1, 4, 4],
    compute(source) {
      const filter = source ? Array.from(source.data, (value) => value * scale) : plain;
      const ordered = flipped ? filter.toReversed() : filter;
      return Array.from({ length: channels }, () => ordered).flat();
    },
  };
}
