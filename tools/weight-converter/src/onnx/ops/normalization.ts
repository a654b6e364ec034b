import { countElements, formatDims } from '../../graph/shape.ts';
import type { Activation, Call, Constant, Source } from '../call.ts';
import { onImages } from './images.ts';
import type { Mapper } from './mapper.ts';
import { alongAxis } from './matrix.ts';
import { binary, unary, withNumber } from './primitives.ts';
import { reduceOver } from './reductions.ts';

/** Statistics that were stored; `spatial` 0 (opset 7 and 8) means one for each place. */
const batchNormalization: Mapper = (call) => {
  if (call.integer('training_mode', 0) === 1) return inTraining(call);
  return onImages(storedNorm)(call);
};

const storedNorm: Mapper = (call) => {
  const input = call.activation(0);
  if (input.shape.length < 2) call.fail(`of ${formatDims(input.shape)}, expected two axes or more`);
  const given = call.inputs.slice(1, 5);
  const isSpatial = call.integer('spatial', 1) === 1;
  if (!isSpatial || given.some((value) => value?.kind !== 'constant')) {
    const [scale, bias, mean, variance] = [1, 2, 3, 4].map((at) => perChannel(call, input, at, isSpatial));
    return affine(call, input, { mean: mean!, variance: variance!, scale: scale!, bias: bias! });
  }
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

/** `[C]` as `[C,1,1]`, beside the axes of the input. */
function perChannel(call: Call, input: Activation, at: number, isSpatial = true): Source {
  const value = call.source(at);
  if (!isSpatial) return value;
  const ones = input.shape.slice(2 + call.lead).map(() => 1);
  if (value.kind === 'constant') return { ...value, shape: [value.data.length, ...ones] };
  return call.reshape(value, [...(call.lead === 1 ? [1] : []), value.shape[1]!, ...ones]);
}

function affine(
  call: Call,
  input: Activation,
  parts: Record<'mean' | 'variance' | 'scale' | 'bias', Source>,
): Activation {
  const { mean, variance, scale, bias } = parts;
  const eps = call.float('epsilon', 1e-5);
  const factor =
    variance.kind === 'constant'
      ? { ...variance, data: variance.data.map((value) => 1 / Math.sqrt(value + eps)) }
      : unary(call, 'rsqrt', call.plus(variance, eps));
  const normal = binary(call, 'multiply', binary(call, 'sub', input, mean), factor);
  return binary(call, 'add', binary(call, 'multiply', normal, scale), bias);
}

/** Statistics of the batch: with a batch of one those of the image, which is how exporters write instance norm. */
const inTraining: Mapper = (call) => {
  const input = call.activation(0);
  if (call.lead === 1) return overBatch(call, input);
  if (call.fixedBatch !== 1 || input.shape.length < 3) {
    call.fail('was exported in training mode (statistics of the batch); export after model.eval()');
  }
  const affine = { weight: call.constant(1, 'scale'), bias: call.constant(2, 'bias') };
  return call.reshape(overSpatial(call, input, input.shape[1]!, affine), input.shape.slice(1));
};

/** Where the file's first axis is no batch of ours, its statistics are a reduction like any other. */
function overBatch(call: Call, input: Activation): Activation[] {
  const axes = input.shape.map((_, axis) => axis).filter((axis) => axis !== 0 && axis !== 2);
  const mean = reduceOver(call, 'mean', input, axes);
  const variance = varianceAbout(call, input, mean, axes);
  const [scale, bias] = [perChannel(call, input, 1), perChannel(call, input, 2)];
  const normal = affine(call, input, { mean, variance, scale, bias });
  const momentum = call.float('momentum', 0.9);
  const running = (at: number, current: Activation): Activation => {
    const before = call.source(at);
    const now = call.multiply(call.reshape(current, [input.shape[2]!]), 1 - momentum);
    const kept =
      before.kind === 'constant'
        ? { ...before, data: before.data.map((value) => value * momentum) }
        : call.multiply(before, momentum);
    return binary(call, 'add', now, kept);
  };
  return [normal, ...(call.node.outputs[1] ? [running(3, mean), running(4, variance)] : [])];
}

function varianceAbout(call: Call, input: Activation, mean: Activation, axes: readonly number[]): Activation {
  return reduceOver(call, 'mean', unary(call, 'square', binary(call, 'sub', input, mean)), axes);
}

const instanceNormalization: Mapper = (call) => {
  const input = call.activation(0);
  const [channels, ...spatial] = input.shape.slice(1) as [number, ...number[]];
  if (spatial.length === 0) call.fail(`of ${formatDims(input.shape)}, expected spatial axes`);
  const [scale, bias] = [call.source(1), call.source(2)];
  const isKnown = scale.kind === 'constant' && bias.kind === 'constant';
  const normalised = overSpatial(call, input, channels, isKnown ? { weight: scale, bias } : undefined);
  const back = call.reshape(normalised, input.shape.slice(1));
  if (isKnown) return back;
  const scaled = binary(call, 'multiply', back, perChannel(call, input, 1));
  return binary(call, 'add', scaled, perChannel(call, input, 2));
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
  return call.builder.add('instanceNorm2d', [isImage ? input : call.reshape(input, [channels, count, 1])], {
    weights: {
      weight: affine && call.channelWeight(affine.weight, channels, 'scale'),
      bias: affine && call.channelWeight(affine.bias, channels, 'bias'),
    },
    attributes: { eps: call.float('epsilon', 1e-5) },
  });
}

const layerNormalization: Mapper = (call) => {
  const input = call.activation(0);
  const axis = call.axis(call.integer('axis', -1), input);
  if (axis === 0) call.fail('normalises over the batch, expected axis 1 or later');
  const normalizedShape = input.shape.slice(axis);
  const eps = call.float('epsilon', 1e-5);
  const [scale, bias] = [call.source(1), call.inputs[2] && call.source(2)];
  const fits = (value: Source | undefined) =>
    value === undefined ||
    (value.kind === 'constant' && formatDims(value.shape) === formatDims(normalizedShape));
  const weights =
    scale.kind === 'constant' && fits(scale) && fits(bias)
      ? { weight: call.weight(scale), bias: bias?.kind === 'constant' ? call.weight(bias) : undefined }
      : undefined;
  const normal = call.builder.add('layerNorm', [input], {
    attributes: { normalizedShape, eps },
    ...(weights && { weights }),
  });
  const scaled = weights ? normal : binary(call, 'multiply', normal, scale);
  const result = weights || bias === undefined ? scaled : binary(call, 'add', scaled, bias);
  return [result, ...statistics(call, input, axis, eps)];
};

/** Outputs 1 and 2: the mean and the inverse of the standard deviation. */
function statistics(call: Call, input: Activation, axis: number, eps: number): Activation[] {
  if (!call.node.outputs[1] && !call.node.outputs[2]) return [];
  const axes = input.shape.map((_, at) => at).slice(axis);
  const mean = reduceOver(call, 'mean', input, axes);
  return [mean, unary(call, 'rsqrt', call.plus(varianceAbout(call, input, mean, axes), eps))];
}

/** Scale and bias are of the channels from opset 21 on, before that of the groups. */
const groupNormalization: Mapper = (call) => {
  const input = call.activation(0);
  const groups = call.integer('num_groups', 1);
  const channels = input.shape[1] ?? 0;
  const spread = (at: number, role: string): Constant => {
    const given = call.constant(at, role);
    const size = given.data.length;
    if (size < 1 || channels % size !== 0)
      call.fail(`its ${role} has ${size} values, expected ${channels} or ${groups}`);
    const data = call.budget
      .zeros(channels)
      .map((_, channel) => given.data[Math.floor((channel * size) / channels)]!);
    return { ...given, data, shape: [channels] };
  };
  return call.builder.add('groupNorm', [input], {
    weights: { weight: call.weight(spread(1, 'scale')), bias: call.weight(spread(2, 'bias')) },
    attributes: { groups, eps: call.float('epsilon', 1e-5) },
  });
};

/** x / (|x| + ...) or x / sqrt(x * x + ...) along one axis. */
const lpNormalization: Mapper = (call) => {
  const input = call.activation(0);
  const axes = [call.axis(call.integer('axis', -1), input)];
  const p = call.integer('p', 2);
  if (p !== 1 && p !== 2) call.fail(`p is ${p}, expected 1 or 2`);
  const sum = reduceOver(call, 'sum', unary(call, p === 1 ? 'abs' : 'square', input), axes);
  return binary(call, 'div', input, p === 1 ? sum : unary(call, 'sqrt', sum));
};

/** (x - mean) / sqrt(variance + 1e-9). */
const meanVarianceNormalization: Mapper = (call) => {
  const input = call.activation(0);
  const axes = (call.integers('axes') ?? [0, 2, 3]).map((axis) => call.axis(axis, input));
  const mean = reduceOver(call, 'mean', input, axes);
  const deviation = unary(call, 'rsqrt', call.plus(varianceAbout(call, input, mean, axes), 1e-9));
  return binary(call, 'multiply', binary(call, 'sub', input, mean), deviation);
};

/** x / (bias + alpha / size * sum of the squares of `size` channels about it) ^ beta. */
const localResponse: Mapper = (call) => {
  const input = call.activation(0);
  const size = call.integer('size', 1);
  const channels = input.shape[1] ?? 0;
  const data = call.budget.zeros(channels * channels);
  for (let row = 0; row < channels; row++) {
    const first = Math.max(0, row - Math.floor((size - 1) / 2));
    const last = Math.min(channels - 1, row + Math.ceil((size - 1) / 2));
    data.fill(call.float('alpha', 1e-4) / size, row * channels + first, row * channels + last + 1);
  }
  const weight = { name: `${call.builder.hint}.window`, shape: [channels, channels], data };
  const sums = alongAxis(call, unary(call, 'square', input), 1, weight);
  const power = withNumber(call, 'pow', call.plus(sums, call.float('bias', 1)), call.float('beta', 0.75));
  return binary(call, 'div', input, power);
};

export const normalizationOps: Readonly<Record<string, Mapper>> = {
  BatchNormalization: batchNormalization,
  InstanceNormalization: onImages(instanceNormalization),
  LayerNormalization: layerNormalization,
  GroupNormalization: onImages(groupNormalization),
  LpNormalization: lpNormalization,
  MeanVarianceNormalization: meanVarianceNormalization,
  LRN: onImages(localResponse),
};
