import { countElements, formatDims, stridesOf } from '../../graph/shape.ts';
import type { Call } from '../call.ts';
import { type Constant, integers, readTensor } from '../constant.ts';
import { axisOf } from '../layoutShape.ts';
import { type Fold, gathered, made, space } from './constantOps.ts';
import { withoutBatch } from './foldLayout.ts';

const constant: Fold = (call) => {
  const name = call.node.outputs[0] ?? '';
  const { attributes } = call.node;
  const tensor = call.tensor('value');
  if (tensor) return readTensor(tensor, name, call.builder.where);
  const float = attributes.get('value_float')?.float ?? attributes.get('value_floats')?.floats;
  if (float !== undefined) {
    const data = Float32Array.from(typeof float === 'number' ? [float] : float);
    return {
      kind: 'constant',
      name,
      type: 'float',
      shape: typeof float === 'number' ? [] : [data.length],
      data,
    };
  }
  const integer = attributes.get('value_int')?.int ?? attributes.get('value_ints')?.ints;
  if (integer === undefined) return call.fail('holds no float, integer or boolean value');
  return typeof integer === 'number' ? integers(name, [integer], []) : integers(name, integer);
};

const constantOfShape: Fold = (call, [shape]) => {
  const tensor = call.tensor('value');
  const value = tensor ? readTensor(tensor, 'value', call.builder.where) : undefined;
  const sizes = withoutBatch(Array.from(shape!.data));
  const data = space(call, countElements(sizes), value ?? { data: new Float32Array() });
  return made(call, value?.type ?? 'float', sizes, data.fill(value?.data[0] ?? 0));
};

const range: Fold = (call, [start, limit, delta]) => {
  const [from, to, step] = [start!.data[0]!, limit!.data[0]!, delta!.data[0]!];
  const data = space(call, Math.max(Math.ceil((to - from) / step), 0), start!);
  for (let at = 0; at < data.length; at++) data[at] = from + at * step;
  return made(call, start!.type, [data.length], data);
};

const nonZero: Fold = (call, [x]) => {
  const strides = stridesOf(x!.shape);
  const found = Array.from(x!.data.keys()).filter((at) => x!.data[at] !== 0);
  call.budget.spend(x!.data.length + found.length * strides.length);
  const indices = strides.flatMap((stride, axis) =>
    found.map((at) => Math.floor(at / stride) % x!.shape[axis]!),
  );
  return integers(call.node.outputs[0] ?? '', indices, [strides.length, found.length]);
};

/** ONNX MatMul of constants of one or two axes (spectral norm, folded weights). */
const matMul: Fold = (call, [a, b]) => {
  const [left, right] = [
    a!.shape.length === 1 ? [1, ...a!.shape] : a!.shape,
    b!.shape.length === 1 ? [...b!.shape, 1] : b!.shape,
  ];
  const [rows, inner, columns] = [left[0]!, left[1]!, right[1]!];
  if (left.length !== 2 || right.length !== 2 || right[0] !== inner) {
    call.fail(`MatMul of constants ${formatDims(a!.shape)} and ${formatDims(b!.shape)}, expected matrices`);
  }
  call.budget.spend(Math.ceil((rows * inner * columns) / 16));
  const data = space(call, rows * columns, a!);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let k = 0; k < inner; k++) sum += a!.data[row * inner + k]! * b!.data[k * columns + column]!;
      data[row * columns + column] = sum;
    }
  }
  const shape = [...(a!.shape.length === 1 ? [] : [rows]), ...(b!.shape.length === 1 ? [] : [columns])];
  return made(call, 'float', shape, data);
};

/** Reduces the axes that the node names (all where it names none) by `step`, then maps the result. */
function reduce(
  start: number,
  step: (sum: number, x: number) => number,
  finish: (sum: number, count: number) => number,
): Fold {
  return (call, [x]) => {
    const rank = x!.shape.length;
    const named = call.list('axes', 1)?.map((axis) => axisOf(call, axis, rank));
    const axes = named && named.length > 0 ? named : x!.shape.map((_, axis) => axis);
    const kept = x!.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
    const strides = stridesOf(x!.shape);
    const order = [...kept, ...axes];
    const moved = gathered(
      call,
      x!,
      order.map((axis) => x!.shape[axis]!),
      order.map((axis) => strides[axis]!),
    );
    const count = countElements(axes.map((axis) => x!.shape[axis]!));
    const data = space(call, moved.data.length / Math.max(count, 1), x!);
    for (let at = 0; at < data.length; at++) {
      let sum = start;
      for (let from = at * count; from < (at + 1) * count; from++) sum = step(sum, moved.data[from]!);
      data[at] = finish(sum, count);
    }
    const keepsAxes = call.integer('keepdims', 1) === 1;
    const shape = keepsAxes
      ? x!.shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
      : kept.map((axis) => x!.shape[axis]!);
    return made(call, x!.type, shape, data);
  };
}

/** The shape of a value, as far as `start` and `end` ask for it. */
export function shapeOf(call: Call, shape: readonly number[]): Constant {
  const end = call.node.attributes.get('end')?.int ?? shape.length;
  return integers(call.node.outputs[0] ?? '', shape.slice(call.integer('start', 0), end));
}

export function sizeOf(call: Call, shape: readonly number[]): Constant {
  return integers(call.node.outputs[0] ?? '', [countElements(shape)], []);
}

export const makingFolds: Readonly<Record<string, Fold>> = {
  Constant: constant,
  ConstantOfShape: constantOfShape,
  Range: range,
  NonZero: nonZero,
  MatMul: matMul,
  ReduceSum: reduce(
    0,
    (sum, x) => sum + x,
    (sum) => sum,
  ),
  ReduceMean: reduce(
    0,
    (sum, x) => sum + x,
    (sum, count) => sum / count,
  ),
  ReduceProd: reduce(
    1,
    (product, x) => product * x,
    (product) => product,
  ),
  ReduceMax: reduce(
    -Infinity,
    (a, x) => Math.max(a, x),
    (largest) => largest,
  ),
  ReduceMin: reduce(
    Infinity,
    (a, x) => Math.min(a, x),
    (smallest) => smallest,
  ),
  ReduceL2: reduce(0, (sum, x) => sum + x * x, Math.sqrt),
  ReduceSumSquare: reduce(
    0,
    (sum, x) => sum + x * x,
    (sum) => sum,
  ),
  Shape: (call, [x]) => shapeOf(call, x!.shape),
  Size: (call, [x]) => sizeOf(call, x!.shape),
};
