import { elementCount, type Shape, type Tensor } from '../tensor.ts';
import { unaryFunctions } from '../unary/unary.reference.ts';
import type { GridSampleAttributes } from './gridSample.ts';

const toEven = unaryFunctions.round;

/** A place in samples from the first, padding applied but that with zeros. */
function placeOf(value: number, size: number, { paddingMode, alignCorners }: GridSampleAttributes): number {
  let bounded = Number.isNaN(value) ? -1 : Math.min(Math.max(value, -1e6), 1e6);
  if (paddingMode === 'reflection') {
    const distance = Math.abs(bounded + 1) % 4; // the image and its mirror image are two wide each
    bounded = distance > 2 ? 3 - distance : distance - 1;
  }
  const place = (bounded * (alignCorners ? size - 1 : size) + size - 1) / 2;
  return paddingMode === 'zeros' ? place : Math.min(Math.max(place, 0), size - 1);
}

/** The samples around a place and how much each counts; those outside are left out. */
function tapsOf(value: number, size: number, attributes: GridSampleAttributes) {
  const place = placeOf(value, size, attributes);
  const low = attributes.mode === 'nearest' ? toEven(place) : Math.floor(place);
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
    const image = Math.floor(plane / channels) * positions * 2;
    const place = image + (at % positions) * (attributes.planarGrid ? 1 : 2);
    const columns = tapsOf(grid.data[place]!, inputWidth, attributes);
    const below = place + (attributes.planarGrid ? positions : 1);
    const rows = tapsOf(grid.data[below]!, inputHeight, attributes);
    let sum = 0;
    for (const row of rows) {
      const start = (plane * inputHeight + row.at) * inputWidth;
      for (const column of columns) sum += input.data[start + column.at]! * row.share * column.share;
    }
    data[at] = sum;
  }
  return { shape, data };
}
