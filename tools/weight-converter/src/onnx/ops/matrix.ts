import { makeWeight } from '../../graph/graphBuilder.ts';
import { formatDims } from '../../graph/shape.ts';
import type { Activation, Call, Constant, Weight } from '../call.ts';
import { addition } from './arithmetic.ts';
import type { Mapper } from './mapper.ts';

/** `[rows, columns]` to PyTorch's `[columns, rows]`, times a factor. */
function transposed(call: Call, matrix: Constant, factor = 1): Weight {
  const [rows, columns] = matrix.shape as [number, number];
  const data = call.budget.zeros(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      data[column * rows + row] = matrix.data[row * columns + column]! * factor;
    }
  }
  return { name: `${matrix.name}.transposed`, shape: [columns, rows], data };
}

function scaled(call: Call, constant: Constant, factor: number): Constant {
  if (factor === 1) return constant;
  const data = call.budget.zeros(constant.data.length);
  constant.data.forEach((value, at) => {
    data[at] = value * factor;
  });
  return { ...constant, data };
}

const gemm: Mapper = (call) => {
  if (call.integer('transA', 0) === 1) call.fail('transA = 1 would multiply along the batch, expected 0');
  const matrix = call.constant(1, 'matrix B');
  if (matrix.shape.length !== 2) call.fail(`B is ${formatDims(matrix.shape)}, expected two axes`);
  const alpha = call.float('alpha', 1);
  const weight =
    call.integer('transB', 0) === 1
      ? call.weight(scaled(call, matrix, alpha))
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
  const other = call.source(2);
  return addition(
    call,
    product,
    other.kind === 'constant' ? scaled(call, other, beta) : call.multiply(other, beta),
  );
};

/** Leading axes of size 1 say nothing about a constant matrix. */
function asMatrix(call: Call, constant: Constant): Constant {
  const extra = constant.shape.length - 2;
  if (extra < 0 || constant.shape.slice(0, extra).some((size) => size !== 1)) {
    call.fail(`MatMul with the constant ${formatDims(constant.shape)}, expected a matrix`);
  }
  return { ...constant, shape: constant.shape.slice(extra) };
}

const matMul: Mapper = (call) => {
  const [a, b] = [call.source(0), call.source(1)];
  if (a.kind === 'activation' && b.kind === 'activation') {
    return call.fail(
      'MatMul of two activations (attention) is not supported, expected a constant on one side',
    );
  }
  if (b.kind === 'constant') {
    const left = a.kind === 'activation' ? a : call.activation(0);
    const weight = transposed(call, asMatrix(call, b));
    if (left.shape.length === 2) return call.builder.add('linear', [left], { weights: { weight } });
    return alongLastAxis(call, left, weight);
  }
  return alongRows(call, asMatrix(call, a as Constant), b as Activation);
};

/** `[N, ..., T, K] x [K, M]` as a 1x1 convolution over K. */
function alongLastAxis(call: Call, input: Activation, weight: Weight): Activation {
  const perImage = input.shape.slice(1);
  const features = perImage.at(-1)!;
  const rows = perImage.slice(0, -1).reduce((product, size) => product * size, 1);
  const channelsFirst = call.permute(call.reshape(input, [rows, features]), [0, 2, 1]);
  const mixed = pointwise(call, channelsFirst, weight);
  return call.reshape(call.permute(mixed, [0, 2, 1]), [...perImage.slice(0, -1), weight.shape[0]!]);
}

/** `[M, K] x [N, K, T]` as a 1x1 convolution over K. */
function alongRows(call: Call, matrix: Constant, input: Activation): Activation {
  if (input.shape.length !== 3)
    call.fail(`MatMul of a matrix and ${formatDims(input.shape)}, expected [N,K,T]`);
  return pointwise(call, input, call.weight(matrix));
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

/** Rows of a table chosen by an integer label: one-hot by two linear layers and relu, exact for integers. */
export function selectRows(call: Call, label: Activation, classes: number): Activation {
  const counts = Array.from({ length: classes }, (_, index) => index);
  call.budget.spend(2 * classes * classes);
  const name = call.builder.hint;
  const distances = call.builder.add('linear', [label], {
    weights: {
      weight: makeWeight(`${name}.sign`, [2 * classes, 1], [...counts.map(() => 1), ...counts.map(() => -1)]),
      bias: makeWeight(`${name}.offset`, [2 * classes], [...counts.map((index) => -index), ...counts]),
    },
  });
  const far = call.builder.add('relu', [distances]);
  const minus = new Float32Array(2 * classes * classes);
  for (const row of counts) {
    minus[row * 2 * classes + row] = -1;
    minus[row * 2 * classes + classes + row] = -1;
  }
  const near = call.builder.add('linear', [far], {
    weights: {
      weight: makeWeight(`${name}.distance`, [classes, 2 * classes], minus),
      bias: makeWeight(
        `${name}.one`,
        [classes],
        counts.map(() => 1),
      ),
    },
  });
  return call.builder.add('relu', [near]);
}

/** The table `[classes, E]` times the one-hot row: `[N, E]`. */
export function lookUp(call: Call, label: Activation, table: Constant): Activation {
  const rows = selectRows(call, label, table.shape[0]!);
  const width = table.data.length / table.shape[0]!;
  const weight = transposed(call, { ...table, shape: [table.shape[0]!, width] });
  return call.builder.add('linear', [rows], { weights: { weight } });
}

export const matrixOps: Readonly<Record<string, Mapper>> = { Gemm: gemm, MatMul: matMul };
