import { makeWeight } from '../../graph/graphBuilder.ts';
import { type Call, formatDims, type SourceValue } from '../call.ts';
import type { Mapper, Mappers } from './mapper.ts';
import { takeRows } from './take.ts';

interface Axis {
  readonly from: number;
  readonly to: number;
}

/** Where output `i` reads (tensorflow/core/util/image_resizer_state.h). */
type Coordinate = (i: number, axis: Axis) => number;

const LARGEST_SIZE = 65536;

const fromCorner: Coordinate = (i, { from, to }) => (i * from) / to;
const fromCentre: Coordinate = (i, { from, to }) => ((i + 0.5) * from) / to - 0.5;
const fromEnds: Coordinate = (i, { from, to }) => (to > 1 ? (i * (from - 1)) / (to - 1) : 0);

function readResize(call: Call) {
  const value = call.value(0);
  const { shape } = value;
  if (shape.length !== 4) call.fail(`of ${formatDims(shape)}, expected [N,height,width,channels]`);
  const size = call.integers(1, 'size');
  if (size.length !== 2 || !size.every((length) => length >= 1 && length <= LARGEST_SIZE))
    call.fail(`resizes to [${size}], expected two sizes up to ${LARGEST_SIZE}`);
  const axes = size.map((to, at): Axis => ({ from: shape[1 + at]!, to })) as [Axis, Axis];
  const alignCorners = call.attributes.boolean('align_corners');
  const halfPixels = call.attributes.boolean('half_pixel_centers');
  if (alignCorners && halfPixels) call.fail('has both align_corners and half_pixel_centers');
  return { value, size, axes, alignCorners, halfPixels };
}

const nearest: Mapper = (call) => {
  const { value, size, axes, alignCorners, halfPixels } = readResize(call);
  if (axes.every(({ from, to }) => from === to)) return value;
  const rowOf = (i: number, axis: Axis) => {
    const at = alignCorners
      ? Math.round(fromEnds(i, axis))
      : Math.floor(halfPixels ? fromCentre(i, axis) + 0.5 : fromCorner(i, axis));
    return Math.min(at, axis.from - 1);
  };
  call.budget.spend(size[0]! + size[1]!);
  const rows = axes.map((axis) => Array.from({ length: axis.to }, (_, i) => rowOf(i, axis)));
  const isOurs = axes.every((axis, at) =>
    rows[at]!.every((row, i) => row === Math.floor((i * axis.from) / axis.to)),
  );
  if (isOurs) return call.layers.add('upsample2d', value, { attributes: { size, mode: 'nearest' } });
  return takeRows(call, takeRows(call, value, 1, rows[0]!), 2, rows[1]!);
};

const bilinear: Mapper = (call) => {
  const { value, size, axes, alignCorners, halfPixels } = readResize(call);
  if (axes.every(({ from, to }) => from === to)) return value;
  if (alignCorners || halfPixels) {
    const attributes = { size, mode: 'bilinear', alignCorners };
    return call.layers.add('upsample2d', value, { attributes });
  }
  const factors = axes.map(({ from, to }) => to / from);
  if (factors.every(Number.isInteger)) return upsampledFromCorner(call, value, factors);
  return axes.reduce((resized, axis, at) => interpolated(call, resized, at + 1, axis), value);
};

/**
 * Bilinear by whole factors with output 0 on input 0 (TensorFlow 1): the last row and column repeat once, then a
 * transposed convolution spreads each value as a tent.
 */
function upsampledFromCorner(call: Call, value: SourceValue, factors: readonly number[]): SourceValue {
  const [height, width] = factors as [number, number];
  const channels = value.shape[3]!;
  const tent = (factor: number) =>
    Array.from({ length: 2 * factor - 1 }, (_, i) => 1 - Math.abs(i - (factor - 1)) / factor);
  const taps = tent(height).flatMap((y) => tent(width).map((x) => y * x));
  const data = call.budget.zeros(channels * taps.length);
  for (let channel = 0; channel < channels; channel++) data.set(taps, channel * taps.length);
  const repeated = call.layers.add('pad2d', value, {
    attributes: { padding: [0, 0, 1, 1], mode: 'replicate' },
  });
  const shape = [channels, 1, 2 * height - 1, 2 * width - 1];
  return call.layers.add('convTranspose2d', repeated, {
    weights: { weight: makeWeight(`${call.resultName}.tent`, shape, data) },
    attributes: {
      stride: [height, width],
      padding: [height - 1, width - 1, height, width],
      outputPadding: [0, 0],
      dilation: [1, 1],
      groups: channels,
    },
  });
}

/** Any other size: a matrix product along the axis, each output a mean of two inputs. */
function interpolated(call: Call, value: SourceValue, axis: number, { from, to }: Axis): SourceValue {
  if (from === to) return value;
  const data = call.budget.zeros(from * to);
  for (let i = 0; i < to; i++) {
    const at = fromCorner(i, { from, to });
    const [low, share] = [Math.floor(at), at - Math.floor(at)];
    data[low * to + i]! += 1 - share;
    data[Math.min(low + 1, from - 1) * to + i]! += share;
  }
  const dims = [0, 1, 2, 3].filter((other) => other !== axis);
  const matrix = makeWeight(`${call.resultName}.axis${axis}`, [from, to], data);
  const made = call.layers.linear(call.layers.permute(value, [...dims, axis]), matrix);
  return call.layers.permute(
    made,
    [0, 1, 2, 3].map((at) => (at === axis ? 3 : dims.indexOf(at))),
  );
}

export const resizeOps: Mappers = { ResizeNearestNeighbor: nearest, ResizeBilinear: bilinear };
