import { makeWeight } from '../../graph/graphBuilder.ts';
import type { Activation, Call } from '../call.ts';
import { onImages } from './images.ts';
import type { Mapper } from './mapper.ts';
import { alongAxis } from './matrix.ts';
import {
  coordinatesOf,
  fillShares,
  isOutside,
  nearestSources,
  type ResizedAxis,
  type Sampling,
  sourceCoordinate,
} from './resizeMatrix.ts';
import { readAxes, scaledAxes } from './resizeSizes.ts';
import { takeRows } from './take.ts';

const plain: Omit<Sampling, 'mode'> = {
  coordinates: 'asymmetric',
  rounding: 'floor',
  cubic: -0.75,
  excludeOutside: false,
  antialias: false,
};

/** Upsample 7 and 9, Resize 10: scales as an attribute or an input, coordinates as Resize's `asymmetric`. */
const upsample: Mapper = (call) => {
  const input = call.activation(0);
  const given = call.optionalConstant(1, 'scales');
  const scales = given ? Array.from(given.data) : (call.node.attributes.get('scales')?.floats ?? []);
  const mode = call.text('mode', 'nearest');
  return resample(call, input, scaledAxes(call, input, scales), { ...plain, mode });
};

const resize: Mapper = (call) => {
  if (call.opset < 11) return upsample(call);
  const input = call.activation(0);
  return resample(call, input, readAxes(call, input), {
    mode: call.text('mode', 'nearest'),
    coordinates: call.text('coordinate_transformation_mode', 'half_pixel'),
    rounding: call.text('nearest_mode', 'round_prefer_floor'),
    cubic: call.float('cubic_coeff_a', -0.75),
    excludeOutside: call.integer('exclude_outside', 0) === 1,
    antialias: call.integer('antialias', 0) === 1,
  });
};

function resample(call: Call, input: Activation, axes: readonly ResizedAxis[], given: Sampling): Activation {
  const sampling = { ...given, mode: given.mode.replace(/^bi/, '') };
  const beyond = axes.find(({ to }) => !(to >= 1 && (to <= 65536 || to === axes[0]!.to)));
  if (beyond) call.fail(`gives a size of ${beyond.to}, expected 1 to 65536`);
  if (axes[0]!.to !== axes[0]!.from) call.fail('resizes the batch, expected the other axes');
  if (!['nearest', 'linear', 'cubic'].includes(sampling.mode))
    call.fail(`mode "${given.mode}" is not supported, expected nearest, linear or cubic`);
  if (sourceCoordinate(sampling.coordinates, 0, axes[0]!) === undefined)
    call.fail(`coordinate_transformation_mode "${sampling.coordinates}" is not supported`);
  call.budget.spend(axes.slice(1).reduce((sum, { to }) => sum + 8 * to, 0));
  return asUpsample(call, input, axes, sampling) ?? alongEachAxis(call, input, axes, sampling);
}

/** What `upsample2d` does itself, and bilinear by whole factors from the corner. */
function asUpsample(
  call: Call,
  input: Activation,
  axes: readonly ResizedAxis[],
  sampling: Sampling,
): Activation | undefined {
  const spatial = axes.slice(2);
  const isPlanar = axes.length === 4 && axes[1]!.from === axes[1]!.to;
  if (!isPlanar || sampling.antialias || sampling.coordinates === 'tf_crop_and_resize') return undefined;
  const size = spatial.map((axis) => axis.to);
  const add = (attributes: object) =>
    call.builder.add('upsample2d', [input], { attributes: { size, ...attributes } });
  if (sampling.mode === 'nearest') {
    const isFloor = spatial.every((axis) =>
      nearestSources(axis, sampling)?.every((at, i) => at === Math.floor((i * axis.from) / axis.to)),
    );
    return isFloor ? add({ mode: 'nearest' }) : undefined;
  }
  if (sampling.mode !== 'linear') return undefined;
  if (reads(spatial, sampling, 'half_pixel')) return add({ mode: 'bilinear', alignCorners: false });
  if (reads(spatial, sampling, 'align_corners')) return add({ mode: 'bilinear', alignCorners: true });
  const factors = spatial.map((axis) => axis.to / axis.from);
  const isWhole = sampling.coordinates === 'asymmetric' && factors.every(Number.isInteger);
  return isWhole ? linearFromCorner(call, input, factors) : undefined;
}

/** Whether outputs read where they would by another convention, whose scale is that of the sizes. */
function reads(axes: readonly ResizedAxis[], sampling: Sampling, convention: string): boolean {
  return axes.every((axis) => {
    const clamped = (at: number) => Math.min(Math.max(at, 0), axis.from - 1);
    const own = { from: axis.from, to: axis.to, scale: axis.to / axis.from };
    // A scale is an f32, 2^-23 of itself off at most.
    const tolerance = Math.max(1e-5, axis.from * 2 ** -23);
    return coordinatesOf(axis, sampling).every((at, i) => {
      return Math.abs(clamped(at) - clamped(sourceCoordinate(convention, i, own)!)) < tolerance;
    });
  });
}

/** Rows picked or mixed along one axis after the other. */
function alongEachAxis(
  call: Call,
  input: Activation,
  axes: readonly ResizedAxis[],
  sampling: Sampling,
): Activation {
  const resized = axes.reduce((value, axis, at) => {
    const isSame = axis.to === axis.from && axis.scale === 1 && axis.region === undefined;
    if (at === 0 || isSame) return value;
    if (sampling.mode === 'nearest') {
      const rows = nearestSources(axis, sampling);
      return takeRows(call, value, at, rows ?? call.fail(`nearest_mode is "${sampling.rounding}"`));
    }
    const matrix = call.budget.zeros(axis.to * axis.from);
    fillShares(matrix, axis, sampling);
    return alongAxis(
      call,
      value,
      at,
      makeWeight(`${call.builder.hint}.shares`, [axis.to, axis.from], matrix),
    );
  }, input);
  return sampling.coordinates === 'tf_crop_and_resize'
    ? extrapolated(call, resized, axes, sampling)
    : resized;
}

/** Outside of the input stands `extrapolation_value`: there nothing was mixed yet, or an edge was picked. */
function extrapolated(
  call: Call,
  resized: Activation,
  axes: readonly ResizedAxis[],
  sampling: Sampling,
): Activation {
  const value = call.float('extrapolation_value', 0);
  return axes.reduce((result, axis, at) => {
    const outside =
      at === 0 ? [] : coordinatesOf(axis, sampling).map((place) => isOutside(place, axis, sampling));
    if (!outside.includes(true)) return result;
    const shape = resized.shape.map((_, other) => (other === at ? axis.to : 1));
    const weight = (role: string, values: number[]) => ({
      other: makeWeight(`${call.builder.hint}.${role}`, shape, values),
    });
    const inside = outside.map((is) => (is ? 0 : 1));
    const kept = call.builder.add('multiply', [result], { weights: weight('inside', inside) });
    const filling = outside.map((is) => (is ? value : 0));
    return call.builder.add('add', [kept], { weights: weight('outside', filling) });
  }, resized);
}

/**
 * Bilinear by whole factors with output 0 on input 0 (`asymmetric`, what opset 9 exports): the last row and column
 * repeat once, then a transposed convolution spreads each value as a triangle.
 */
function linearFromCorner(call: Call, input: Activation, factors: readonly number[]): Activation {
  const [height, width] = factors as [number, number];
  const channels = input.shape[1]!;
  const triangle = (factor: number) =>
    Array.from({ length: 2 * factor - 1 }, (_, i) => 1 - Math.abs(i - (factor - 1)) / factor);
  const tent = triangle(height).flatMap((y) => triangle(width).map((x) => y * x));
  const data = call.budget.zeros(channels * tent.length);
  for (let channel = 0; channel < channels; channel++) data.set(tent, channel * tent.length);
  const padded = call.builder.add('pad2d', [input], {
    attributes: { padding: [0, 0, 1, 1], mode: 'replicate' },
  });
  return call.builder.add('convTranspose2d', [padded], {
    weights: {
      weight: makeWeight(`${call.builder.hint}.tent`, [channels, 1, 2 * height - 1, 2 * width - 1], data),
    },
    attributes: {
      stride: [height, width],
      padding: [height - 1, width - 1, height, width],
      outputPadding: [0, 0],
      dilation: [1, 1],
      groups: channels,
    },
  });
}

export const resizeOps: Readonly<Record<string, Mapper>> = {
  Resize: onImages(resize),
  Upsample: onImages(upsample),
};
