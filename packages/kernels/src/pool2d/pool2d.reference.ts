import { elementCount, type Shape, type Tensor } from '../tensor.ts';
import type { Pool2dAttributes } from './pool2d.ts';

interface Window {
  /** Input indices that its taps read; those in the padding are left out. */
  readonly taps: readonly number[];
  /** How many taps count in a mean. */
  readonly count: number;
}

/** The windows along one axis. */
function windowsOf(attributes: Pool2dAttributes, axis: 0 | 1, input: number, output: number): Window[] {
  const { kernelSize, stride, padding, dilation, countIncludePad } = attributes;
  const [before, after] = countIncludePad ? [padding[axis]!, padding[axis + 2]!] : [0, 0];
  return Array.from({ length: output }, (_, i) => {
    const start = i * stride[axis]! - padding[axis]!;
    const all = Array.from({ length: kernelSize[axis]! }, (_, tap) => start + tap * dilation[axis]!);
    return {
      taps: all.filter((at) => at >= 0 && at < input),
      count: all.filter((at) => at >= -before && at < input + after).length,
    };
  });
}

/** Window by window, sums in f64. */
export function pool2dReference(
  input: Tensor,
  attributes: Pool2dAttributes,
  isMean: boolean,
  shape: Shape,
): Tensor {
  const [batch, channels, height, width] = input.shape as [number, number, number, number];
  const rows = windowsOf(attributes, 0, height, shape[2]!);
  const columns = windowsOf(attributes, 1, width, shape[3]!);
  const data = new Float32Array(elementCount(shape));
  let at = 0;
  for (let plane = 0; plane < batch * channels; plane++) {
    for (const row of rows) {
      for (const column of columns) {
        let [largest, sum] = [-Infinity, 0];
        for (const y of row.taps) {
          for (const x of column.taps) {
            const value = input.data[(plane * height + y) * width + x]!;
            largest = Math.max(largest, value);
            sum += value;
          }
        }
        data[at++] = isMean ? sum / (row.count * column.count) : largest;
      }
    }
  }
  return { shape, data };
}
