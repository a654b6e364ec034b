import type { QuantisedValues } from '../../graph/constant.ts';
import { formatDims } from '../../graph/shape.ts';
import type { Activation, Call, Constant, Source, Weight } from '../call.ts';
import type { Mapper } from './mapper.ts';
import { asActivation, binary, sameRank } from './primitives.ts';

/** `[rows, columns]` to PyTorch's `[columns, rows]`, times a factor. */
export function transposed(call: Call, matrix: Constant, factor = 1): Weight {
  const [rows, columns] = matrix.shape as [number, number];
  const data = call.budget.zeros(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      data[column * rows + row] = matrix.data[row * columns + column]! * factor;
    }
  }
  const quantised = matrix.quantised && transposedInt8(matrix.quantised, rows, columns, factor);
  const isByColumn = quantised && (quantised.axis === 0 || quantised.scale.length === 1);
  return {
    name: `${matrix.name}.transposed`,
    shape: [columns, rows],
    data,
    ...(isByColumn && { quantised }),
  };
}

function transposedInt8(
  { data, scale, axis }: QuantisedValues,
  rows: number,
  columns: number,
  factor: number,
) {
  const moved = data.map((_, at) => data[(at % rows) * columns + Math.floor(at / rows)]!);
  return { data: moved, scale: scale.map((value) => value * factor), axis: 1 - axis };
}

function scaled(call: Call, constant: Constant, factor: number): Constant {
  if (factor === 1) return constant;
  const data = call.budget.zeros(constant.data.length);
  constant.data.forEach((value, at) => {
    data[at] = value * factor;
  });
  const { quantised: before } = constant;
  const quantised = before && { ...before, scale: before.scale.map((value) => value * factor) };
  return { ...constant, data, ...(quantised && { quantised }) };
}

/** alpha * A * B + beta * C, each of A and B maybe transposed. */
const gemm: Mapper = (call) => {
  const matrix = call.source(1);
  if (call.lead === 1 || matrix.kind === 'activation') return gemmOfActivations(call);
  if (call.integer('transA', 0) === 1) call.fail('transA = 1 would multiply along the batch, expected 0');
  if (matrix.shape.length !== 2) call.fail(`B is ${formatDims(matrix.shape)}, expected two axes`);
  const alpha = call.float('alpha', 1);
  const weight =
    call.integer('transB', 0) === 1
      ? call.matrix(scaled(call, matrix, alpha), matrix.shape, 0)
      : transposed(call, matrix, alpha);
  const beta = call.float('beta', 1);
  const added = call.inputs[2];
  if (added === undefined || beta === 0)
    return call.builder.add('linear', [call.activation(0)], { weights: { weight } });
  const [features] = weight.shape as [number, number];
  if (added.kind === 'constant' && (added.data.length === features || added.data.length === 1)) {
    const bias = call.channelWeight(scaled(call, added, beta), features, 'C');
    return call.builder.add('linear', [call.activation(0)], { weights: { weight, bias } });
  }
  const product = call.builder.add('linear', [call.activation(0)], { weights: { weight } });
  return binary(call, 'add', product, timesBeta(call, beta));
};

function timesBeta(call: Call, beta: number): Source {
  const added = call.source(2);
  return added.kind === 'constant' ? scaled(call, added, beta) : call.multiply(added, beta);
}

function gemmOfActivations(call: Call): Activation {
  if (call.lead === 0) call.fail('multiplies along the batch, expected a constant matrix B');
  const [a, b] = [call.activation(0), call.activation(1)].map((matrix, at) => {
    if (matrix.shape.length !== 3) call.fail(`of ${formatDims(call.shapeOf(matrix))}, expected two axes`);
    return call.integer(at === 0 ? 'transA' : 'transB', 0) === 1 ? call.permute(matrix, [0, 2, 1]) : matrix;
  });
  const product = call.multiply(matrixProduct(call, a!, b!), call.float('alpha', 1));
  const beta = call.float('beta', 1);
  return call.inputs[2] === undefined || beta === 0
    ? product
    : binary(call, 'add', product, timesBeta(call, beta));
}

/** `[..., rows, inner] x [..., inner, columns]`. */
export function matrixProduct(call: Call, a: Activation, b: Activation): Activation {
  const [left, right] = sameRank(call, a, b);
  return call.builder.add('matmul', [left!, right!]);
}

const matMul: Mapper = (call) => {
  const [a, b] = [call.source(0), call.source(1)];
  const [rows, columns] = [a, b].map((side) => side.kind === 'activation' && isVector(call, side));
  if (a.kind === 'activation' && b.kind === 'constant' && b.shape.length <= 2) return timesMatrix(call, a, b);
  if (a.kind === 'constant' && b.kind === 'activation' && a.shape.length === 2) {
    if (columns) return call.builder.add('linear', [b], { weights: { weight: call.weight(a) } });
    if (b.shape.length === 3) return pointwise(call, b, call.weight(a));
  }
  const rank = Math.max(a.shape.length, b.shape.length);
  const [left, right] = [asActivation(call, a, rank), asActivation(call, b, rank)];
  if (call.lead === 0 && Math.min(left.shape.length, right.shape.length) < 3)
    call.fail('multiplies along the batch, expected [N,...,rows,columns] on both sides');
  const product = matrixProduct(
    call,
    rows ? call.reshape(left, [1, left.shape[1]!]) : left,
    columns ? call.reshape(right, [right.shape[1]!, 1]) : right,
  );
  const dropped = product.shape.filter(
    (_, axis) =>
      !(rows && axis === product.shape.length - 2) && !(columns && axis === product.shape.length - 1),
  );
  return call.reshape(product, dropped.slice(1));
};

function isVector(call: Call, { shape }: Activation): boolean {
  return call.lead === 1 && shape.length === 2;
}

/** An activation times a constant of one or two axes. */
function timesMatrix(call: Call, left: Activation, matrix: Constant): Activation {
  const [inner = 1, columns] = matrix.shape;
  if (left.shape.length < 2 || left.shape.at(-1) !== inner) {
    call.fail(`MatMul of ${formatDims(call.shapeOf(left))} and ${formatDims(matrix.shape)}: sizes differ`);
  }
  const weight = transposed(call, { ...matrix, shape: [inner, columns ?? 1] });
  const product =
    left.shape.length === 2
      ? call.builder.add('linear', [left], { weights: { weight } })
      : alongLastAxis(call, left, weight);
  return columns === undefined ? call.reshape(product, product.shape.slice(1, -1)) : product;
}

/** `[N, ..., T, K] x [K, M]` as a 1x1 convolution over K. */
function alongLastAxis(call: Call, input: Activation, weight: Weight): Activation {
  return alongAxis(call, input, input.shape.length - 1, weight);
}

/** A matrix `[M, K]` times what lies along an axis of K values. */
export function alongAxis(call: Call, input: Activation, axis: number, weight: Weight): Activation {
  const order = [0, axis, ...input.shape.map((_, at) => at).filter((at) => at !== 0 && at !== axis)];
  const moved = call.permute(input, order);
  const rest = moved.shape.slice(2);
  const length = rest.reduce((product, size) => product * size, 1);
  const mixed = pointwise(call, call.reshape(moved, [input.shape[axis]!, length]), weight);
  return call.permute(
    call.reshape(mixed, [weight.shape[0]!, ...rest]),
    input.shape.map((_, at) => order.indexOf(at)),
  );
}

/** `[N, K, T]` to `[N, M, T]` with a weight `[M, K]`. */
function pointwise(call: Call, input: Activation, weight: Weight): Activation {
  const [, features, length] = input.shape as [number, number, number];
  const kernel = { ...weight, shape: [...weight.shape, 1, 1] };
  const mixed = call.builder.add('conv2d', [call.reshape(input, [features, length, 1])], {
    weights: { weight: kernel },
    attributes: { stride: [1, 1], padding: [0, 0, 0, 0], dilation: [1, 1], groups: 1 },
  });
  return call.reshape(mixed, [weight.shape[0]!, length]);
}

export const matrixOps: Readonly<Record<string, Mapper>> = { Gemm: gemm, MatMul: matMul };
