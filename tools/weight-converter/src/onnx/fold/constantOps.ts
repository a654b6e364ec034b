import { countElements, stridesOf } from '../../graph/shape.ts';
import type { Call } from '../call.ts';
import type { Constant } from '../constant.ts';

/** Evaluates one ONNX operation on constants. */
export type Fold = (call: Call, inputs: readonly Constant[]) => Constant | Constant[];

/** Space for a folded constant, accounted for before it is taken; f32 stays f32. */
export function space(call: Call, count: number, like: Pick<Constant, 'data'>): Float32Array | Float64Array {
  if (!Number.isSafeInteger(count) || count < 0) call.fail(`would make a constant of ${count} elements`);
  call.budget.spend(count);
  return like.data instanceof Float32Array ? new Float32Array(count) : new Float64Array(count);
}

export function made(
  call: Call,
  type: Constant['type'],
  shape: readonly number[],
  data: Float32Array | Float64Array,
): Constant {
  if (shape.length > 64) call.fail(`makes a constant of ${shape.length} axes`);
  return { kind: 'constant', name: call.node.outputs[0] || call.builder.hint, type, shape, data };
}

/** The same values in another shape. */
export function reshaped(call: Call, input: Constant, shape: readonly number[]): Constant {
  return made(call, input.type, shape, input.data);
}

/** A new constant of `shape` whose element at each index is the input's at `offset + sum(index * strides)`. */
export function gathered(
  call: Call,
  input: Constant,
  shape: readonly number[],
  strides: readonly number[],
  offset = 0,
): Constant {
  const data = space(call, countElements(shape), input);
  const index = new Array<number>(shape.length).fill(0);
  let from = offset;
  for (let at = 0; at < data.length; at++) {
    data[at] = input.data[from]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      from -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return made(call, input.type, shape, data);
}

/** Strides that read a constant as if it had been broadcast to `shape`. */
export function broadcastStrides(from: readonly number[], shape: readonly number[]): number[] {
  const strides = stridesOf(from);
  return shape.map((_, axis) => {
    const at = axis - shape.length + from.length;
    return at < 0 || from[at] === 1 ? 0 : strides[at]!;
  });
}
