import { elementCount, type Shape, type Tensor } from '../tensor.ts';
import type { Pad2dAttributes } from './pad2d.ts';

/** The input index that each output index reads, -1 where it is the constant. */
function sourcesOf(mode: Pad2dAttributes['mode'], before: number, input: number, output: number): number[] {
  return Array.from({ length: output }, (_, i) => {
    const index = i - before;
    if (index >= 0 && index < input) return index;
    if (mode === 'zero') return -1;
    if (mode === 'replicate') return index < 0 ? 0 : input - 1;
    return index < 0 ? -index : 2 * (input - 1) - index;
  });
}

/** Copies row by row. */
export function pad2dReference(
  inputs: readonly Tensor[],
  _weights: Readonly<Record<string, Tensor>>,
  { padding, mode, value }: Pad2dAttributes,
  shape: Shape,
): Tensor {
  const input = inputs[0]!;
  const [batch, channels, height, width] = input.shape as [number, number, number, number];
  const rows = sourcesOf(mode, padding[0]!, height, shape[2]!);
  const columns = sourcesOf(mode, padding[1]!, width, shape[3]!);
  const data = new Float32Array(elementCount(shape));
  let at = 0;
  for (let plane = 0; plane < batch * channels; plane++) {
    for (const y of rows) {
      for (const x of columns)
        data[at++] = y < 0 || x < 0 ? value : input.data[(plane * height + y) * width + x]!;
    }
  }
  return { shape, data };
}
