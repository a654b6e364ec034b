import { makeWeight } from '../../graph/graphBuilder.ts';
import { countPerImage, formatDims } from '../../graph/shape.ts';
import type { LayerMapper } from '../layerCall.ts';

const reshape: LayerMapper = (call) => {
  const { input } = call;
  // TensorFlow.js writes -1 as null.
  const given = call.config.raw('target_shape');
  const target = Array.isArray(given)
    ? given.map((size: unknown) => (size === null ? -1 : Number(size)))
    : [];
  if (target.length === 0 || !target.every(Number.isSafeInteger))
    call.fail(`target_shape is ${JSON.stringify(given)?.slice(0, 80)}, expected sizes`);
  const known = target.filter((size) => size !== -1).reduce((product, size) => product * size, 1);
  const sizes = target.map((size) => (size === -1 ? countPerImage(input.shape) / known : size));
  if (!sizes.every((size) => Number.isInteger(size) && size >= 1) || sizes.length > 5)
    call.fail(`target_shape is [${target}] for ${formatDims(input.shape)}`);
  return call.layers.reshape(input, [input.shape[0]!, ...sizes]);
};

/** With the channels first, Keras moves them last before it flattens. */
const flatten: LayerMapper = (call) => {
  const { input, layers } = call;
  const isFirst = call.config.text('data_format', 'channels_last') === 'channels_first';
  const rank = input.shape.length;
  const dims = [0, ...Array.from({ length: rank - 2 }, (_, at) => at + 2), 1];
  const value = isFirst && rank > 2 ? layers.permute(input, dims) : input;
  return layers.reshape(value, [input.shape[0]!, countPerImage(input.shape)]);
};

const permute: LayerMapper = (call) => {
  const dims = call.config.integers('dims') ?? call.fail('has no dims');
  return call.layers.permute(call.input, [0, ...dims]);
};

/** [N, F] to [N, n, F]. */
const repeatVector: LayerMapper = (call) => {
  const [batch, features] = call.inputOfRank(2).shape as [number, number];
  const times = call.config.integer('n', undefined, 1);
  call.layers.budget.spend(times);
  const zeros = makeWeight('zeros', [1, times, 1], new Float32Array(times));
  const row = call.layers.reshape(call.input, [batch, 1, features]);
  return call.layers.withConstant('add', row, zeros);
};

export const shapingLayers: Readonly<Record<string, LayerMapper>> = {
  Reshape: reshape,
  Flatten: flatten,
  Permute: permute,
  RepeatVector: repeatVector,
};
