import { permuteWeight } from '../../channelsLast/weightLayout.ts';
import { type Call, type Constant, formatDims, type SourceValue, type Weight } from '../call.ts';
import { isConstant } from '../value.ts';
import { fused } from './convolution.ts';
import type { Mapper, Mappers } from './mapper.ts';

/** A constant matrix [rows, columns], transposed where asked; axes of size 1 in front say nothing. */
function matrixOf(call: Call, constant: Constant, isTransposed: boolean): Weight {
  const extra = constant.shape.length - 2;
  if (extra < 0 || constant.shape.slice(0, extra).some((size) => size !== 1))
    call.fail(`multiplies by the constant ${formatDims(constant.shape)}, expected a matrix`);
  const weight = call.weight(constant, constant.shape.slice(extra));
  return isTransposed ? permuteWeight(weight, [1, 0], call.budget) : weight;
}

function lastTwoSwapped(call: Call, value: SourceValue): SourceValue {
  const rank = value.shape.length;
  if (rank < 3) call.fail(`transposes ${formatDims(value.shape)}, which would mix the batch`);
  const axes = value.shape.map((_, axis) => axis);
  return call.layers.permute(value, [...axes.slice(0, -2), rank - 1, rank - 2]);
}

/** MatMul and BatchMatMul; their attributes say whether either is transposed first. */
function product(call: Call, [left, right]: readonly [string, string]): SourceValue {
  const [a, b] = [call.source(0), call.source(1)];
  const [swapsA, swapsB] = [call.attributes.boolean(left), call.attributes.boolean(right)];
  const straight = (value: SourceValue, swaps: boolean) => (swaps ? lastTwoSwapped(call, value) : value);
  if (isConstant(b)) {
    const value = isConstant(a) ? call.broadcastToBatch(a) : a;
    return call.layers.linear(straight(value, swapsA), matrixOf(call, b, swapsB));
  }
  if (isConstant(a)) {
    // A B = (B' A')'
    const flipped = lastTwoSwapped(call, straight(b, swapsB));
    return lastTwoSwapped(call, call.layers.linear(flipped, matrixOf(call, a, !swapsA)));
  }
  if (a.shape.length < 3 || a.shape.length !== b.shape.length)
    call.fail(
      `multiplies ${formatDims(a.shape)} and ${formatDims(b.shape)}, expected [N,...,rows,columns] both`,
    );
  const inputs = [straight(a, swapsA), straight(b, swapsB)].map((value) => call.layers.asSource(value));
  return call.layers.fromSource(call.builder.add('matmul', inputs));
}

const matMul: Mapper = (call) => product(call, ['transpose_a', 'transpose_b']);
const batchMatMul: Mapper = (call) => product(call, ['adj_x', 'adj_y']);

export const matrixOps: Mappers = {
  MatMul: matMul,
  _FusedMatMul: (call) => fused(call, product(call, ['transpose_a', 'transpose_b'])),
  BatchMatMul: batchMatMul,
  BatchMatMulV2: batchMatMul,
};
