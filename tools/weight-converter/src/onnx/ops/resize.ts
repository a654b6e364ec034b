import { makeWeight } from '../../graph/graphBuilder.ts';
import { formatDims } from '../../graph/shape.ts';
import type { Activation, Call } from '../call.ts';
import type { Mapper } from './mapper.ts';

interface Axis {
  readonly from: number;
  readonly to: number;
  readonly scale: number;
}

/** Upsample 7 and 9: scales as an attribute or an input, coordinates as Resize's `asymmetric`. */
const upsample: Mapper = (call) => {
  const input = call.activation(0);
  const given = call.optionalConstant(1, 'scales');
  const scales = given ? Array.from(given.data) : (call.node.attributes.get('scales')?.floats ?? []);
  const axes = scaledAxes(call, input, scales);
  return resample(call, input, axes, call.text('mode', 'nearest'), 'asymmetric', 'floor');
};

const resize: Mapper = (call) => {
  const input = call.activation(0);
  if (call.opset < 11) {
    const axes = scaledAxes(call, input, Array.from(call.constant(1, 'scales').data));
    return resample(call, input, axes, call.text('mode', 'nearest'), 'asymmetric', 'floor');
  }
  refuseRareAttributes(call);
  const scales = call.optionalConstant(2, 'scales');
  const sizes = call.optionalConstant(3, 'sizes');
  const rank = input.shape.length;
  const named = call.integers('axes') ?? input.shape.map((_, axis) => axis);
  const complete = (values: ArrayLike<number>, fallback: (axis: number) => number) =>
    Array.from({ length: rank }, (_, axis) => {
      const at = named.findIndex((name) => (name < 0 ? name + rank : name) === axis);
      return at < 0 ? fallback(axis) : values[at]!;
    });
  const axes =
    sizes && sizes.data.length > 0
      ? sizedAxes(
          call,
          input,
          complete(sizes.data, (axis) => input.shape[axis]!),
        )
      : scaledAxes(
          call,
          input,
          complete(scales?.data ?? [], () => 1),
        );
  const coordinates = call.text('coordinate_transformation_mode', 'half_pixel');
  return resample(
    call,
    input,
    axes,
    call.text('mode', 'nearest'),
    coordinates,
    call.text('nearest_mode', 'round_prefer_floor'),
  );
};

function refuseRareAttributes(call: Call): void {
  if (call.integer('antialias', 0) === 1) call.fail('antialias = 1 is not supported');
  const policy = call.text('keep_aspect_ratio_policy', 'stretch');
  if (policy !== 'stretch') call.fail(`keep_aspect_ratio_policy "${policy}" is not supported`);
}

function scaledAxes(call: Call, input: Activation, scales: readonly number[]): Axis[] {
  if (scales.length !== input.shape.length || !scales.every((scale) => scale > 0)) {
    call.fail(`scales are [${scales}] for ${formatDims(input.shape)}`);
  }
  return scales.map((scale, axis) => {
    const from = input.shape[axis]!;
    return { from, to: scale === 1 ? from : Math.floor(from * scale), scale };
  });
}

function sizedAxes(call: Call, input: Activation, sizes: readonly number[]): Axis[] {
  if (sizes.length !== input.shape.length)
    call.fail(`sizes are ${formatDims(sizes)} for ${formatDims(input.shape)}`);
  return sizes.map((size, axis) => {
    const from = input.shape[axis]!;
    const to = axis === 0 ? from : size;
    return { from, to, scale: to / from };
  });
}

/** Where output `i` reads along an axis (ONNX Resize, coordinate_transformation_mode); undefined where unknown. */
function sourceCoordinate(mode: string, i: number, { from, to, scale }: Axis): number | undefined {
  if (mode === 'asymmetric') return i / scale;
  if (mode === 'half_pixel') return (i + 0.5) / scale - 0.5;
  if (mode === 'pytorch_half_pixel') return to > 1 ? (i + 0.5) / scale - 0.5 : 0;
  if (mode === 'align_corners') return to > 1 ? (i * (from - 1)) / (to - 1) : 0;
  return mode === 'tf_half_pixel_for_nn' ? (i + 0.5) / scale : undefined;
}

const roundings: Readonly<Record<string, (x: number) => number>> = {
  floor: Math.floor,
  ceil: Math.ceil,
  round_prefer_floor: (x) => Math.ceil(x - 0.5),
  round_prefer_ceil: (x) => Math.floor(x + 0.5),
};

function resample(
  call: Call,
  input: Activation,
  axes: Axis[],
  mode: string,
  coordinates: string,
  rounding: string,
): Activation {
  const spatial = axes.slice(2);
  if (axes.length !== 4 || axes.slice(0, 2).some((axis) => axis.to !== axis.from)) {
    call.fail(
      `resizes ${formatDims(input.shape)} to ${formatDims(axes.map((axis) => axis.to))}, expected [N,C,H,W] along H and W`,
    );
  }
  if (spatial.some((axis) => !(axis.to >= 1 && axis.to <= 65536)))
    call.fail(`gives sizes ${spatial.map((axis) => axis.to)}`);
  const size = spatial.map((axis) => axis.to);
  call.budget.spend(8 * (size[0]! + size[1]!));
  const add = (attributes: object) =>
    call.builder.add('upsample2d', [input], { attributes: { size, ...attributes } });
  const every = (test: (axis: Axis, i: number, at: number) => boolean) =>
    spatial.every((axis) =>
      Array.from({ length: axis.to }).every((_, i) =>
        test(axis, i, sourceCoordinate(coordinates, i, axis) ?? Number.NaN),
      ),
    );
  if (mode === 'nearest') {
    const round = roundings[rounding] ?? call.fail(`nearest_mode is "${rounding}"`);
    const nearest = (axis: Axis, at: number) => Math.min(Math.max(round(at), 0), axis.from - 1);
    if (every((axis, i, at) => nearest(axis, at) === Math.floor((i * axis.from) / axis.to)))
      return add({ mode: 'nearest' });
  } else if (mode === 'linear' || mode === 'bilinear') {
    const clamped = (axis: Axis, at: number) => Math.min(Math.max(at, 0), axis.from - 1);
    const matches = (convention: string) =>
      every((axis, i, at) => {
        const expected = sourceCoordinate(convention, i, { ...axis, scale: axis.to / axis.from })!;
        // A scale is an f32, 2^-23 of itself off at most.
        const tolerance = Math.max(1e-5, axis.from * 2 ** -23);
        return Math.abs(clamped(axis, at) - clamped(axis, expected)) < tolerance;
      });
    if (matches('half_pixel')) return add({ mode: 'bilinear', alignCorners: false });
    if (matches('align_corners')) return add({ mode: 'bilinear', alignCorners: true });
    const factors = spatial.map((axis) => axis.to / axis.from);
    if (coordinates === 'asymmetric' && factors.every(Number.isInteger))
      return linearFromCorner(call, input, factors);
  } else {
    call.fail(`mode "${mode}" is not supported, expected nearest or linear`);
  }
  return call.fail(
    `${mode} with coordinate_transformation_mode "${coordinates}" and nearest_mode "${rounding}" from ${input.shape.slice(2)} to ${size} is not supported, expected asymmetric and floor, half_pixel or align_corners`,
  );
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

export const resizeOps: Readonly<Record<string, Mapper>> = { Resize: resize, Upsample: upsample };
