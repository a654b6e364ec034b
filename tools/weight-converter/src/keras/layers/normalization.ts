import { plus } from '../../channelsLast/scalars.ts';
import type { SourceValue } from '../../channelsLast/sourceValue.ts';
import { reshapeWeight } from '../../channelsLast/weightLayout.ts';
import type { Weight } from '../../graph/graphBuilder.ts';
import { countElements, formatDims } from '../../graph/shape.ts';
import { axisOf, type LayerCall, type LayerMapper } from '../layerCall.ts';
import { axisLast } from './dataFormat.ts';

/** `gamma` and `beta`, where the layer has them. */
function scaleAndCenter(call: LayerCall): { gamma?: Weight; beta?: Weight } {
  const roles = (['gamma', 'beta'] as const).filter((role) =>
    call.config.boolean(role === 'gamma' ? 'scale' : 'center', true),
  );
  return roles.length === 0 ? {} : call.weights.take(roles);
}

/** The only axis that a layer normalises or scales, from the start. */
function onlyAxis(call: LayerCall, rank: number): number {
  const axes = call.config.integers('axis') ?? [-1];
  if (axes.length !== 1) call.fail(`axis is [${axes}], expected one`);
  return axisOf(call, axes[0]!, rank);
}

const batchNormalization: LayerMapper = (call) => {
  const { input } = call;
  const roles = (['gamma', 'beta', 'moving_mean', 'moving_variance'] as const).filter((role) => {
    if (role === 'gamma') return call.config.boolean('scale', true);
    return role !== 'beta' || call.config.boolean('center', true);
  });
  const taken: Partial<Record<'gamma' | 'beta' | 'moving_mean' | 'moving_variance', Weight>> =
    call.weights.take(roles);
  return axisLast(call, input, onlyAxis(call, input.shape.length), (value) =>
    call.layers.add('batchNorm2d', value, {
      weights: {
        runningMean: taken.moving_mean,
        runningVar: taken.moving_variance,
        weight: taken.gamma,
        bias: taken.beta,
      },
      attributes: { eps: call.config.number('epsilon', 1e-3) },
    }),
  );
};

const layerNormalization: LayerMapper = (call) => {
  const { input, layers } = call;
  const rank = input.shape.length;
  const axes = (call.config.integers('axis') ?? [-1]).map((axis) => axisOf(call, axis, rank));
  const first = rank - axes.length;
  if (axes.toSorted((a, b) => a - b).some((axis, at) => axis !== first + at))
    call.fail(`axis is [${axes}] of ${formatDims(input.shape)}, expected the last ones`);
  const { gamma, beta } = scaleAndCenter(call);
  const held = call.builder.add('layerNorm', [layers.asSource(input)], {
    weights: { weight: gamma, bias: beta },
    attributes: { eps: call.config.number('epsilon', 1e-3), normalizedShape: input.shape.slice(first) },
  });
  return layers.fromSource(held);
};

/** Keras 3 and TensorFlow Addons; as many groups as channels, or -1, is instance normalisation. */
const groupNormalization: LayerMapper = (call) => {
  const { input, className } = call;
  const axis = onlyAxis(call, input.shape.length);
  const channels = input.shape[axis]!;
  const given = className === 'InstanceNormalization' ? -1 : call.config.integer('groups', 32);
  const groups = given === -1 ? channels : given;
  const { gamma, beta } = scaleAndCenter(call);
  const eps = call.config.number('epsilon', 1e-3);
  const isInstance = groups === channels && input.shape.length > 2;
  return axisLast(call, input, axis, (value) =>
    call.layers.add(isInstance ? 'instanceNorm2d' : 'groupNorm', value, {
      weights: { weight: gamma, bias: beta },
      attributes: isInstance ? { eps } : { eps, groups },
    }),
  );
};

/**
 * keras_contrib's: (x - mean) / (std + epsilon), of each channel, or of everything where `axis` is null. That of
 * TensorFlow Addons, which states `groups`, has epsilon under the root.
 */
const instanceNormalization: LayerMapper = (call) => {
  if (call.config.has('groups')) return groupNormalization(call);
  const { input, layers } = call;
  const rank = input.shape.length;
  const kept = call.config.has('axis') ? [onlyAxis(call, rank)] : [];
  const axes = input.shape.map((_, axis) => axis).filter((axis) => axis > 0 && !kept.includes(axis));
  if (axes.length === 0) call.fail(`normalises ${formatDims(input.shape)}, which has one value a channel`);
  const mean = layers.reduce('mean', input, axes, true);
  const centred = layers.binary('sub', input, mean);
  const variance = layers.reduce('mean', layers.elementwise('square', centred), axes, true);
  const deviation = plus(layers, layers.elementwise('sqrt', variance), call.config.number('epsilon', 1e-3));
  const normal = layers.binary('div', centred, deviation);
  const { gamma, beta } = scaleAndCenter(call);
  const scaled = gamma ? layers.withConstant('multiply', normal, spread(call, gamma, normal, kept)) : normal;
  return beta ? layers.withConstant('add', scaled, spread(call, beta, normal, kept)) : scaled;
};

/** A vector along `axes` of a value. */
function spread(call: LayerCall, weight: Weight, { shape }: SourceValue, axes: readonly number[]): Weight {
  const sizes = shape.map((size, axis) => (axes.includes(axis) ? size : 1));
  if (countElements(sizes) !== weight.data.length)
    call.fail(
      `weight ${weight.name} is ${formatDims(weight.shape)}, expected ${countElements(sizes)} values`,
    );
  return reshapeWeight(weight, sizes);
}

export const normalizationLayers: Readonly<Record<string, LayerMapper>> = {
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  GroupNormalization: groupNormalization,
  InstanceNormalization: instanceNormalization,
};
