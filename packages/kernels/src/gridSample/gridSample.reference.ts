import { elementCount, type Shape, type Tensor } from '../tensor.ts';
import { unaryFunctions } from '../unary/unary.reference.ts';
import type { GridSampleAttributes } from './gridSample.ts';

const toEven = unaryFunctions.round;

/** A place in samples from the first; padding is applied unless it is that of `tapAt`. */
function placeOf(value: number, size: number, attributes: GridSampleAttributes): number {
  const { mode, alignCorners } = attributes;
  const paddingMode = mode === 'bicubic' ? 'zeros' : attributes.paddingMode;
  let bounded = Number.isNaN(value) ? -1 : Math.min(Math.max(value, -1e6), 1e6);
  if (paddingMode === 'reflection') {
    const distance = Math.abs(bounded + 1) % 4; // the image and its mirror image are two wide each
    bounded = distance > 2 ? 3 - distance : distance - 1;
  }
  const place = (bounded * (alignCorners ? size - 1 : size) + size - 1) / 2;
  return paddingMode === 'zeros' ? place : Math.min(Math.max(place, 0), size - 1);
}

/** Where a sample of a bicubic place lies: padding is applied to each of them, to the place itself with the other modes. */
function tapAt(at: number, size: number, { paddingMode, alignCorners }: GridSampleAttributes): number {
  if (paddingMode === 'zeros') return at;
  if (paddingMode === 'border') return Math.min(Math.max(at, 0), size - 1);
  const edge = alignCorners ? 0 : 1; // mirrored at their edges, the outer samples stand twice; at their centres, once
  const period = Math.max(2 * (size - 1 + edge), 1);
  const phase = ((at % period) + period) % period;
  return Math.min(phase, period - edge - phase);
}

/** The convolution kernel of Keys (1981), with PyTorch's parameter. */
function cubicShare(distance: number): number {
  const a = -0.75;
  return distance <= 1
    ? ((a + 2) * distance - (a + 3)) * distance ** 2 + 1
    : ((a * distance - 5 * a) * distance + 8 * a) * distance - 4 * a;
}

/** The samples around a place and how much each counts; those outside are left out. */
function tapsOf(value: number, size: number, attributes: GridSampleAttributes) {
  const place = placeOf(value, size, attributes);
  const low = Math.floor(place);
  const taps = {
    nearest: () => [{ at: toEven(place), share: 1 }],
    bilinear: () => [low, low + 1].map((at) => ({ at, share: 1 - Math.abs(place - at) })),
    bicubic: () =>
      [low - 1, low, low + 1, low + 2].map((at) => ({
        at: tapAt(at, size, attributes),
        share: cubicShare(Math.abs(place - at)),
      })),
  };
  return taps[attributes.mode]().filter(({ at }) => at >= 0 && at < size);
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
