import { elementCount, type Shape, type Tensor } from '../tensor.ts';
import { unaryFunctions } from '../unary/unary.reference.ts';
import type { GridSampleAttributes } from './gridSample.ts';

const toEven = unaryFunctions.round;

/** A place in samples from the first, padding applied but that with zeros. */
function placeOf(value: number, size: number, { paddingMode, alignCorners }: GridSampleAttributes): number {
  const last = size - 1;
  const span = alignCorners ? last : size;
  const bounded = Number.isNaN(value) ? -1 : Math.min(Math.max(value, -1e6), 1e6);
  const place = (bounded * span + last) / 2;
  if (paddingMode === 'zeros') return place;
  const inside = (at: number) => Math.min(Math.max(at, 0), last);
  if (paddingMode === 'border') return inside(place);
  if (span === 0) return 0;
  const edge = (last - span) / 2;
  const distance = Math.abs(place - edge);
  const isMirrored = Math.floor(distance / span) % 2 === 1;
  return inside(edge + (isMirrored ? span - (distance % span) : distance % span));
}

/** The samples around a place and how much each counts; those outside are left out. */
function tapsOf(value: number, size: number, attributes: GridSampleAttributes) {
  const place = placeOf(value, size, attributes);
  const low = attributes.mode === 'nearest' ? toEven(place, {}) : Math.floor(place);
  const taps =
    attributes.mode === 'nearest'
      ? [{ at: low, share: 1 }]
      : [
          { at: low, share: 1 - (place - low) },
          { at: low + 1, share: place - low },
        ];
  return taps.filter(({ at }) => at >= 0 && at < size);
}

/** Each output value from the samples around its place, in f64. */
export function gridSampleReference(
  input: Tensor,
  grid: Tensor,
  attributes: GridSampleAttributes,
  shape: Shape,
): Tensor {
  const [, channels, outputHeight, outputWidth] = shape as [number, number, number, number];
  const [, , inputHeight, inputWidth] = input.shape as [number, number, number, number];
  const positions = outputHeight * outputWidth;
  const data = new Float32Array(elementCount(shape));
  for (let at = 0; at < data.length; at++) {
    const plane = Math.floor(at / positions);
    const place = 2 * (Math.floor(plane / channels) * positions + (at % positions));
    const columns = tapsOf(grid.data[place]!, inputWidth, attributes);
    let sum = 0;
    for (const row of tapsOf(grid.data[place + 1]!, inputHeight, attributes)) {
      const start = (plane * inputHeight + row.at) * inputWidth;
      for (const column of columns) sum += input.data[start + column.at]! * row.share * column.share;
    }
    data[at] = sum;
  }
  return { shape, data };
}
