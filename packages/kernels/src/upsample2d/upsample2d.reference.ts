import { elementCount, type Shape, type Tensor } from '../tensor.ts';
import type { Upsample2dAttributes } from './upsample2d.ts';

/** The two samples that each output index lies between, and how far it is towards the second. */
function samplesOf({ mode, alignCorners }: Upsample2dAttributes, input: number, output: number) {
  return Array.from({ length: output }, (_, i) => {
    if (mode === 'nearest') return { first: Math.floor((i * input) / output), second: 0, share: 0 };
    const corners = output > 1 ? (i * (input - 1)) / (output - 1) : 0;
    const source = alignCorners ? corners : Math.max(0, ((i + 0.5) * input) / output - 0.5);
    const first = Math.min(Math.floor(source), input - 1);
    return { first, second: Math.min(first + 1, input - 1), share: source - first };
  });
}

/** Columns, then rows, in f64. */
export function upsample2dReference(
  inputs: readonly Tensor[],
  _weights: Readonly<Record<string, Tensor>>,
  attributes: Upsample2dAttributes,
  shape: Shape,
): Tensor {
  const input = inputs[0]!;
  const [batch, channels, inputHeight, inputWidth] = input.shape as [number, number, number, number];
  const rows = samplesOf(attributes, inputHeight, shape[2]!);
  const columns = samplesOf(attributes, inputWidth, shape[3]!);
  const data = new Float32Array(elementCount(shape));
  let at = 0;
  for (let plane = 0; plane < batch * channels; plane++) {
    const start = plane * inputHeight * inputWidth;
    for (const row of rows) {
      const upper = start + row.first * inputWidth;
      const lower = start + row.second * inputWidth;
      for (const { first, second, share } of columns) {
        const above = input.data[upper + first]! * (1 - share) + input.data[upper + second]! * share;
        const below = input.data[lower + first]! * (1 - share) + input.data[lower + second]! * share;
        data[at++] = above * (1 - row.share) + below * row.share;
      }
    }
  }
  return { shape, data };
}
