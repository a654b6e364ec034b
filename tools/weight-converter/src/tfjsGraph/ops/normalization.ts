import { BATCH, type Call, formatDims, type SourceValue } from '../call.ts';
import { isConstant } from '../value.ts';
import { refuseChannelsFirst } from './convolution.ts';
import type { Mapper, Mappers } from './mapper.ts';

/** FusedBatchNorm of stored statistics; its other outputs are those of training. */
const batchNorm: Mapper = (call) => {
  refuseChannelsFirst(call);
  const value = call.value(0);
  const mean = call.inputs[3];
  const isTraining = call.attributes.boolean('is_training', true) && mean === undefined;
  if (isTraining || !isConstant(mean))
    call.fail('normalises by the statistics of the batch (training), expected stored ones');
  if (value.shape.length !== 4)
    call.fail(`of ${formatDims(value.shape)}, expected [N,height,width,channels]`);
  const channels = value.shape[3]!;
  return call.layers.add('batchNorm2d', value, {
    weights: {
      weight: call.channelWeight(1, channels, 'scale'),
      bias: call.channelWeight(2, channels, 'offset'),
      runningMean: call.channelWeight(3, channels, 'mean'),
      runningVar: call.channelWeight(4, channels, 'variance'),
    },
    attributes: { eps: call.attributes.number('epsilon', 1e-4) },
  });
};

/** Axes that a reduction names, counted from the front. */
function reducedAxes(call: Call, value: SourceValue): number[] {
  const rank = value.shape.length;
  const axes = [...new Set(call.integers(1, 'axes').map((axis) => call.axis(axis, rank)))].toSorted(
    (a, b) => a - b,
  );
  if (axes.some((axis) => value.shape[axis] === BATCH))
    call.fail(`reduces ${formatDims(value.shape)} over the axes [${axes}], expected some without the batch`);
  return axes;
}

function reduction(op: string): Mapper {
  return (call) => {
    const value = call.value(0);
    const axes = reducedAxes(call, value);
    if (axes.length === 0) return value;
    const reduced = call.layers.alongAxes(op, value, axes, (dim) => ({ dim, keepdim: true }));
    const keeps = call.attributes.boolean('keep_dims', call.attributes.boolean('keepdims'));
    return keeps
      ? reduced
      : call.layers.reshape(
          reduced,
          value.shape.filter((_, axis) => !axes.includes(axis)),
        );
  };
}

export const normalizationOps: Mappers = {
  FusedBatchNorm: batchNorm,
  FusedBatchNormV2: batchNorm,
  FusedBatchNormV3: batchNorm,
  Mean: reduction('mean'),
  Sum: reduction('sum'),
  Max: reduction('amax'),
  Min: reduction('amin'),
};
