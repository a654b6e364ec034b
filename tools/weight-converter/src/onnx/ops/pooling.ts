import { makeWeight } from '../../graph/graphBuilder.ts';
import { BATCH, countElements, formatDims } from '../../graph/shape.ts';
import type { Activation, Call } from '../call.ts';
import { axisOf } from '../layoutShape.ts';
import { readGeometry, resolvePads } from './convolution.ts';
import type { Mapper } from './mapper.ts';

/** Averages are depthwise convolutions with equal weights. */
const averagePool: Mapper = (call) => {
  const kernel = call.integers('kernel_shape') ?? call.fail('has no kernel_shape');
  const geometry = readGeometry(call, kernel);
  const padding = resolvePads(call, geometry);
  const isPadded = padding.some((amount) => amount !== 0);
  if (isPadded && call.integer('count_include_pad', 0) === 0)
    call.fail('padding that does not count is not supported');
  if (call.integer('ceil_mode', 0) === 1) call.fail('ceil_mode = 1 is not supported');
  const channels = geometry.input.shape[1]!;
  const area = countElements(kernel);
  const data = call.budget.zeros(channels * area).fill(1 / area);
  return call.builder.add('conv2d', [geometry.input], {
    weights: { weight: makeWeight(`${call.builder.hint}.mean`, [channels, 1, ...kernel], data) },
    attributes: { stride: geometry.stride, padding, dilation: geometry.dilation, groups: channels },
  });
};

/** Sums or means over `axes`: moved last, then a convolution whose kernel spans them. */
function reduceOver(call: Call, input: Activation, axes: readonly number[], isMean: boolean): Activation {
  const { shape } = input;
  const kept = shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const sizes = kept.slice(1).map((axis) => shape[axis]!);
  const count = countElements(axes.map((axis) => shape[axis]!));
  const rows = call.reshape(call.permute(input, [...kept, ...axes]), [1, countElements(sizes), count]);
  const data = call.budget.zeros(count).fill(isMean ? 1 / count : 1);
  const reduced = call.builder.add('conv2d', [rows], {
    weights: {
      weight: makeWeight(`${call.builder.hint}.${isMean ? 'mean' : 'sum'}`, [1, 1, 1, count], data),
    },
    attributes: { stride: [1, 1], padding: [0, 0, 0, 0], dilation: [1, 1], groups: 1 },
  });
  const keepsAxes = call.integer('keepdims', 1) === 1;
  return call.reshape(
    reduced,
    keepsAxes ? shape.slice(1).map((size, at) => (axes.includes(at + 1) ? 1 : size)) : sizes,
  );
}

function reduction(isMean: boolean): Mapper {
  return (call) => {
    const input = call.activation(0);
    const rank = input.shape.length;
    const axes = (call.list('axes', 1) ?? [])
      .map((axis) => axisOf(call, axis, rank))
      .toSorted((a, b) => a - b);
    if (axes.length === 0 || axes.some((axis) => input.shape[axis] === BATCH)) {
      call.fail(
        `reduces ${formatDims(input.shape)} over the axes [${axes}], expected some without the batch`,
      );
    }
    const reduced = reduceOver(call, input, axes, isMean);
    const [left, right] = input.made?.op === 'multiply' ? input.made.inputs : [];
    const isSquare = left !== undefined && left === right;
    if (isMean && isSquare && call.integer('keepdims', 1) === 1)
      call.meanSquares.set(reduced, { of: left, axes });
    return reduced;
  };
}

const globalAveragePool: Mapper = (call) => {
  const input = call.activation(0);
  return reduceOver(call, input, input.shape.map((_, axis) => axis).slice(2), true);
};

export const poolingOps: Readonly<Record<string, Mapper>> = {
  AveragePool: averagePool,
  GlobalAveragePool: globalAveragePool,
  ReduceMean: reduction(true),
  ReduceSum: reduction(false),
};
