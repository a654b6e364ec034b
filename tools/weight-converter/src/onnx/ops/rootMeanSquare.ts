import { countElements } from '../../graph/shape.ts';
import type { Activation, Call, RootPart } from '../call.ts';
import type { Mapper } from './mapper.ts';

/** Recognises `sqrt(mean(x * x) + eps)`, which layer norm (before opset 17) and pixel norm divide by. */
const sqrt: Mapper = (call) => {
  const input = call.activation(0);
  const eps = input.made?.op === 'add' ? input.made.weights.other : undefined;
  const mean = eps?.data.length === 1 ? input.made!.inputs[0]! : input;
  const known = call.meanSquares.get(mean);
  if (!known) return call.fail('is supported only in x / sqrt(mean(x * x) + eps)');
  return { kind: 'rootPart', ...known, eps: eps && mean !== input ? eps.data[0]! : 0, isInverse: false };
};

const reciprocal: Mapper = (call) => {
  const input = call.inputs[0];
  if (input?.kind === 'rootPart') return { ...input, isInverse: !input.isInverse };
  return call.fail('of an activation is supported only for sqrt(mean(x * x) + eps)');
};

/**
 * `x / sqrt(mean(x^2) + eps)` as an instance norm of x beside -x: their mean is 0 and their variance is the mean
 * square of x.
 */
export function normalised(call: Call, x: Activation, { of, axes, eps }: RootPart): Activation {
  if (x !== of) call.fail('divides by the root mean square of another tensor, expected its own');
  const { shape } = x;
  const kept = shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const order = [...kept, ...axes];
  const sizes = order.map((axis) => shape[axis]!);
  const rows = countElements(sizes.slice(1, kept.length));
  const count = countElements(sizes.slice(kept.length));
  const lines = call.reshape(call.permute(x, order), [rows, count, 1]);
  const both = call.builder.add('concat', [lines, call.multiply(lines, -1)], { attributes: { axis: 2 } });
  const norm = call.builder.add('instanceNorm2d', [both], { attributes: { eps } });
  const first = { starts: [0], ends: [count], axes: [2], steps: [1] };
  const half = call.builder.add('slice', [norm], { attributes: first });
  return call.permute(
    call.reshape(half, sizes.slice(1)),
    shape.map((_, axis) => order.indexOf(axis)),
  );
}

export const rootOps: Readonly<Record<string, Mapper>> = { Sqrt: sqrt, Reciprocal: reciprocal };
