import { countElements, formatDims } from '../../graph/shape.ts';
import type { Activation, Call, Constant } from '../call.ts';
import { axisOf } from '../layoutShape.ts';
import { addition } from './arithmetic.ts';
import type { Mapper } from './mapper.ts';

const batchNormalization: Mapper = (call) => {
  const input = call.activation(0);
  if (call.integer('training_mode', 0) === 1) return inTraining(call, input);
  if (input.shape.length < 2) call.fail(`of ${formatDims(input.shape)}, expected two axes or more`);
  const channels = input.shape[1]!;
  const vector = (at: number, role: string) => call.channelWeight(call.constant(at, role), channels, role);
  return call.builder.add('batchNorm2d', [input], {
    weights: {
      weight: vector(1, 'scale'),
      bias: vector(2, 'bias'),
      runningMean: vector(3, 'mean'),
      runningVar: vector(4, 'variance'),
    },
    attributes: { eps: call.float('epsilon', 1e-5) },
  });
};

/** Statistics of the batch: with a batch of one those of the image, which is how exporters write instance norm. */
function inTraining(call: Call, input: Activation): Activation {
  if (call.fixedBatch !== 1 || input.shape.length < 3) {
    call.fail('was exported in training mode (statistics of the batch); export after model.eval()');
  }
  const affine = { weight: call.constant(1, 'scale'), bias: call.constant(2, 'bias') };
  return call.reshape(overSpatial(call, input, input.shape[1]!, affine), input.shape.slice(1));
}

const instanceNormalization: Mapper = (call) => {
  const input = call.activation(0);
  const [channels, ...spatial] = input.shape.slice(1) as [number, ...number[]];
  if (spatial.length === 0) call.fail(`of ${formatDims(input.shape)}, expected spatial axes`);
  const normalised = overSpatial(call, input, channels, {
    weight: call.constant(1, 'scale'),
    bias: call.constant(2, 'bias'),
  });
  return call.reshape(normalised, input.shape.slice(1));
};

/** Instance norm over all but the first two of `[N, channels, ...]`, whatever their number. */
function overSpatial(
  call: Call,
  input: Activation,
  channels: number,
  affine?: { weight: Constant; bias: Constant },
): Activation {
  const isImage = input.shape.length === 4 && input.shape[1] === channels;
  const count = countElements(input.shape.slice(1)) / channels;
  if (!Number.isInteger(count))
    call.fail(`${channels} groups of ${formatDims(input.shape)} do not divide it`);
  return call.builder.add('instanceNorm2d', [isImage ? input : call.reshape(input, [channels, count, 1])], {
    weights: {
      weight: affine && call.channelWeight(affine.weight, channels, 'scale'),
      bias: affine && call.channelWeight(affine.bias, channels, 'bias'),
    },
    attributes: { eps: call.float('epsilon', 1e-5) },
  });
}

/** Scale and bias of the normalised axes, aligned right. */
function scaleAndShift(
  call: Call,
  input: Activation,
  scale: Constant,
  bias: Constant | undefined,
): Activation {
  const scaled = call.builder.add('multiply', [input], {
    weights: { other: call.weight(scale, rightAligned(call, input, scale)) },
  });
  return bias ? addition(call, scaled, { ...bias, shape: rightAligned(call, input, bias) }) : scaled;
}

function rightAligned(call: Call, input: Activation, constant: Constant): number[] {
  const missing = input.shape.length - constant.shape.length;
  if (missing < 0) call.fail(`scale is ${formatDims(constant.shape)} for ${formatDims(input.shape)}`);
  return [...new Array<number>(missing).fill(1), ...constant.shape];
}

const layerNormalization: Mapper = (call) => {
  const input = call.activation(0);
  const axis = axisOf(call, call.integer('axis', -1), input.shape.length);
  if (axis === 0) call.fail('normalises over the batch, expected axis 1 or later');
  const normalised = overSpatial(call, input, countElements(input.shape.slice(1, axis)));
  const back = call.reshape(normalised, input.shape.slice(1));
  return scaleAndShift(call, back, call.constant(1, 'scale'), call.optionalConstant(2, 'bias'));
};

const groupNormalization: Mapper = (call) => {
  const input = call.activation(0);
  const groups = call.integer('num_groups', 1);
  const channels = input.shape[1]!;
  const back = call.reshape(overSpatial(call, input, groups), input.shape.slice(1));
  const perChannel = (at: number, role: string): Constant => {
    const given = call.constant(at, role);
    const size = given.data.length;
    if (channels % size !== 0) call.fail(`its ${role} has ${size} values, expected ${channels}`);
    const data = call.budget
      .zeros(channels)
      .map((_, channel) => given.data[Math.floor((channel * size) / channels)]!);
    return { ...given, data, shape: [channels, ...input.shape.slice(2).map(() => 1)] };
  };
  return scaleAndShift(call, back, perChannel(1, 'scale'), perChannel(2, 'bias'));
};

export const normalizationOps: Readonly<Record<string, Mapper>> = {
  BatchNormalization: batchNormalization,
  InstanceNormalization: instanceNormalization,
  LayerNormalization: layerNormalization,
  GroupNormalization: groupNormalization,
};
