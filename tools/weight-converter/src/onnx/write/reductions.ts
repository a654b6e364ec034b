import type { LastNode, NodeCall } from './nodeCall.ts';

type Reduction = NodeCall<{ readonly dim: readonly number[]; readonly keepdim: boolean }>;

const reducing =
  (op: string) =>
  ({ inputs, attributes: { dim, keepdim } }: Reduction): LastNode => [
    op,
    inputs,
    { axes: { ints: dim }, keepdims: { int: keepdim ? 1 : 0 } },
  ];

/** The one reduction whose axes are an input in opset 17 already. */
function sum({ graph, inputs, attributes: { dim, keepdim } }: Reduction): LastNode {
  return ['ReduceSum', [inputs[0], graph.integers(dim)], { keepdims: { int: keepdim ? 1 : 0 } }];
}

export const reductions = {
  mean: reducing('ReduceMean'),
  sum,
  amax: reducing('ReduceMax'),
  amin: reducing('ReduceMin'),
};
