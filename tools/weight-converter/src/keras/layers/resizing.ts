import { asymmetricBilinear } from '../../channelsLast/asymmetricBilinear.ts';
import type { SourceValue } from '../../channelsLast/sourceValue.ts';
import { formatDims } from '../../graph/shape.ts';
import type { LayerCall, LayerMapper } from '../layerCall.ts';
import { channelsLastIn } from './dataFormat.ts';

const upSampling2d: LayerMapper = (call) =>
  channelsLastIn(call, call.inputOfRank(4), (value) => {
    const [tall, wide] = call.config.sizes('size', 2, 2) as [number, number];
    const mode = call.config.text('interpolation', 'nearest');
    if (mode !== 'nearest' && mode !== 'bilinear')
      call.fail(`interpolation is "${mode}", expected nearest or bilinear`);
    if (mode === 'bilinear' && call.dialect.isTensorflowJs)
      return asymmetricBilinear(call.layers, value, [tall, wide]);
    const size = [value.shape[1]! * tall, value.shape[2]! * wide];
    return call.layers.add('upsample2d', value, { attributes: { size, mode } });
  });

const upSampling1d: LayerMapper = (call) => {
  const [batch, length, channels] = call.inputOfRank(3).shape as [number, number, number];
  const [factor] = call.config.sizes('size', 1, 2) as [number];
  const row = call.layers.reshape(call.input, [batch, 1, length, channels]);
  const attributes = { size: [1, length * factor], mode: 'nearest' };
  const made = call.layers.add('upsample2d', row, { attributes });
  return call.layers.reshape(made, [batch, length * factor, channels]);
};

/** `[[before, after], ...]` for each spatial axis, in any of Keras' short forms. */
function margins(call: LayerCall, key: string, axes: number): [number, number][] {
  const given = call.config.raw(key) ?? 1;
  const list = Array.isArray(given) ? given : new Array(axes).fill(given);
  const sides = axes === 1 && list.length === 2 ? [list] : list;
  const pairs = sides.map((side: unknown) => (Array.isArray(side) ? side : [side, side]));
  const fits =
    pairs.length === axes &&
    pairs.every((pair) => pair.length === 2 && pair.every((size) => Number.isSafeInteger(size) && size >= 0));
  return fits
    ? (pairs as [number, number][])
    : call.fail(`${key} is ${JSON.stringify(given)?.slice(0, 80)}, expected whole numbers for ${axes} axes`);
}

const zeroPadding2d: LayerMapper = (call) =>
  channelsLastIn(call, call.inputOfRank(4), (value) => {
    const [[top, bottom], [left, right]] = margins(call, 'padding', 2) as [
      [number, number],
      [number, number],
    ];
    const padding = [top, left, bottom, right];
    return call.layers.add('pad2d', value, { attributes: { padding, mode: 'zero' } });
  });

const cropping2d: LayerMapper = (call) =>
  channelsLastIn(call, call.inputOfRank(4), (value) => cropped(call, value, margins(call, 'cropping', 2)));

const cropping1d: LayerMapper = (call) => cropped(call, call.inputOfRank(3), margins(call, 'cropping', 1));

/** Takes margins off the axes behind the batch. */
function cropped(call: LayerCall, value: SourceValue, sides: readonly [number, number][]): SourceValue {
  const ranges = sides.map(([before, after], at) => {
    return { axis: at + 1, start: before, end: value.shape[at + 1]! - after, step: 1 };
  });
  if (ranges.some(({ start, end }) => start >= end))
    call.fail(`crops ${JSON.stringify(sides)} off ${formatDims(value.shape)}, expected less`);
  return call.layers.slice(
    value,
    ranges.filter(({ axis, start, end }) => start > 0 || end < value.shape[axis]!),
  );
}

const zeroPadding1d: LayerMapper = (call) => {
  const [batch, length, channels] = call.inputOfRank(3).shape as [number, number, number];
  const [[left, right]] = margins(call, 'padding', 1) as [[number, number]];
  const row = call.layers.reshape(call.input, [batch, 1, length, channels]);
  const padded = call.layers.add('pad2d', row, {
    attributes: { padding: [0, left, 0, right], mode: 'zero' },
  });
  return call.layers.reshape(padded, [batch, left + length + right, channels]);
};

/** The layer that CycleGANs in Keras define: `padding` is the same on all sides. */
const reflectionPadding2d: LayerMapper = (call) => {
  const [amount, ...others] = call.config.integers('padding') ?? [1];
  if (amount === undefined || amount < 0 || others.some((other) => other !== amount))
    call.fail(`padding is [${[amount, ...others]}], expected one whole number for all sides`);
  const attributes = { padding: new Array(4).fill(amount), mode: 'reflect' };
  return call.layers.add('pad2d', call.inputOfRank(4), { attributes });
};

/** To a size, pixel centres kept; `nearest` only where each pixel is repeated, which is the same for all who round. */
const resizing: LayerMapper = (call) =>
  channelsLastIn(call, call.inputOfRank(4), (value) => {
    const size = [call.config.integer('height', undefined, 1), call.config.integer('width', undefined, 1)];
    const mode = call.config.text('interpolation', 'bilinear');
    const isWhole = size.every((length, at) => length % value.shape[1 + at]! === 0);
    if (mode !== 'bilinear' && !(mode === 'nearest' && isWhole))
      call.fail(`resizes by "${mode}", expected bilinear, or nearest to multiples of the size`);
    const isCropping = ['crop_to_aspect_ratio', 'pad_to_aspect_ratio'].some((key) =>
      call.config.boolean(key, false),
    );
    if (isCropping || call.config.boolean('antialias', false))
      call.fail('crops, pads or antialiases, expected plain resizing');
    return call.layers.add('upsample2d', value, { attributes: { size, mode } });
  });

export const resizingLayers: Readonly<Record<string, LayerMapper>> = {
  UpSampling1D: upSampling1d,
  UpSampling2D: upSampling2d,
  ReflectionPadding2D: reflectionPadding2d,
  Resizing: resizing,
  ZeroPadding1D: zeroPadding1d,
  ZeroPadding2D: zeroPadding2d,
  Cropping1D: cropping1d,
  Cropping2D: cropping2d,
};
