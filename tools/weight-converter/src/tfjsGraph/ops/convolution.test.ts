import { conv, flag, list, plain, strides, TfjsCases, text } from '../../../test/tfjsCases.ts';
import type { TestGraph } from '../../../test/tfjsGraphModel.ts';

const cases = new TfjsCases();
const op = cases.add.bind(cases);

op('Conv2D SAME', [7, 6, 3], (g, x) => conv(g, x, [3, 4, 3, 5]));
op('Conv2D SAME, stride 2', [7, 6, 3], (g, x) => conv(g, x, [3, 3, 3, 5], { strides: strides(2, 2) }));
op('Conv2D SAME, stride 3 x 2', [10, 7, 3], (g, x) => conv(g, x, [4, 2, 3, 5], { strides: strides(3, 2) }));
op('Conv2D VALID, dilation', [9, 8, 3], (g, x) =>
  conv(g, x, [3, 2, 3, 5], { padding: text('VALID'), dilations: strides(2, 3) }),
);
op('Conv2D EXPLICIT', [7, 6, 3], (g, x) =>
  conv(g, x, [3, 3, 3, 5], { padding: text('EXPLICIT'), explicit_paddings: list(0, 0, 2, 1, 0, 1, 0, 0) }),
);
op('Conv2D behind Pad', [7, 6, 3], (g, x) =>
  conv(g, g.node('Pad', [x, g.integers([0, 0, 1, 2, 3, 0, 0, 0], [4, 2])]), [3, 3, 3, 5], {
    padding: text('VALID'),
    strides: strides(2, 2),
  }),
);
op('Conv2D, BiasAdd', [7, 6, 3], (g, x) => g.node('BiasAdd', [conv(g, x, [3, 3, 3, 5]), g.random([5])]));
op('Conv2D read twice, AddV2', [7, 6, 3], (g, x) => {
  const made = conv(g, x, [3, 3, 3, 5]);
  return g.node('Mul', [made, g.node('AddV2', [made, g.random([5])])]);
});
op('_FusedConv2D, Relu6', [7, 6, 3], (g, x) =>
  g.node('_FusedConv2D', [x, g.random([3, 3, 3, 5]), g.random([5])], {
    ...plain,
    strides: strides(2, 1),
    padding: text('SAME'),
    fused_ops: { texts: ['BiasAdd', 'Relu6'] },
    num_args: { integer: 1 },
  }),
);
op('_FusedConv2D, LeakyRelu', [7, 6, 3], (g, x) =>
  g.node('_FusedConv2D', [x, g.random([1, 1, 3, 5]), g.random([5])], {
    ...plain,
    strides: strides(1, 1),
    padding: text('VALID'),
    fused_ops: { texts: ['BiasAdd', 'LeakyRelu'] },
    num_args: { integer: 1 },
    leakyrelu_alpha: { float: 0.3 },
  }),
);
op('_FusedConv2D, Prelu', [7, 6, 3], (g, x) =>
  g.node('_FusedConv2D', [x, g.random([3, 3, 3, 5]), g.random([5]), g.random([1, 1, 5])], {
    ...plain,
    strides: strides(1, 1),
    padding: text('SAME'),
    fused_ops: { texts: ['BiasAdd', 'Prelu'] },
    num_args: { integer: 2 },
  }),
);
op('DepthwiseConv2dNative', [7, 6, 3], (g, x) => conv(g, x, [3, 3, 3, 2], {}, 'DepthwiseConv2dNative'));
op('DepthwiseConv2dNative, stride 2', [7, 6, 3], (g, x) =>
  conv(g, x, [3, 3, 3, 1], { strides: strides(2, 2), padding: text('VALID') }, 'DepthwiseConv2dNative'),
);
op('FusedDepthwiseConv2dNative', [7, 6, 3], (g, x) =>
  g.node('FusedDepthwiseConv2dNative', [x, g.random([3, 3, 3, 1]), g.random([3])], {
    ...plain,
    strides: strides(1, 1),
    padding: text('SAME'),
    fused_ops: { texts: ['BiasAdd', 'Relu'] },
    num_args: { integer: 1 },
  }),
);
for (const [padding, stride, kernel, size] of [
  ['SAME', 2, 4, [12, 14]],
  ['SAME', 2, 5, [11, 13]],
  ['SAME', 3, 2, [17, 19]],
  ['VALID', 2, 3, [13, 15]],
  ['VALID', 2, 2, [13, 14]],
] as const) {
  op(`Conv2DBackpropInput ${padding}, stride ${stride}, kernel ${kernel}, to ${size}`, [6, 7, 4], (g, x) => {
    const batch = g.node(
      'StridedSlice',
      [g.node('Shape', [x]), g.integers([0]), g.integers([1]), g.integers([1])],
      {
        shrink_axis_mask: { integer: 1 },
      },
    );
    const shape = g.node('Pack', [batch, g.number(size[0]), g.number(size[1]), g.number(3)]);
    return g.node('Conv2DBackpropInput', [shape, g.random([kernel, kernel, 3, 4]), x], {
      strides: strides(stride, stride),
      padding: text(padding),
    });
  });
}
op('dilated by SpaceToBatchND', [8, 6, 3], (g, x) => {
  const blocks = g.node('SpaceToBatchND', [x, g.integers([2, 2]), g.integers([2, 2, 2, 2], [2, 2])]);
  const made = conv(g, blocks, [3, 3, 3, 5], { padding: text('VALID') });
  return g.node('BatchToSpaceND', [made, g.integers([2, 2]), g.integers([0, 0, 0, 0], [2, 2])]);
});

op('MatMul', [6], (g, x) => g.node('MatMul', [x, g.random([6, 4])]));
op('MatMul, transpose_b', [6], (g, x) =>
  g.node('MatMul', [x, g.random([4, 6])], { transpose_b: flag(true) }),
);
op('_FusedMatMul', [6], (g, x) =>
  g.node('_FusedMatMul', [x, g.random([6, 4]), g.random([4])], {
    fused_ops: { texts: ['BiasAdd', 'Relu'] },
    num_args: { integer: 1 },
  }),
);
op('BatchMatMulV2 by a constant', [5, 6], (g, x) => g.node('BatchMatMulV2', [x, g.random([1, 6, 4])]));
op('BatchMatMulV2 of two', [5, 6], (g, x) =>
  g.node('BatchMatMulV2', [x, g.node('Tanh', [x])], { adj_y: flag(true) }),
);
op('BatchMatMulV2 of a constant', [5, 6], (g, x) => g.node('BatchMatMulV2', [g.random([1, 4, 5]), x]));

/** A computed second operand whose axes fit those of `x`, [N,3,4,3] or [N,3,4]. */
function einsumOperand(g: TestGraph, x: string, equation: string): string {
  const [left, right] = equation.split('->')[0]!.split(',') as [string, string];
  const sizes = new Map([...left].map((letter, axis) => [letter, [-1, 3, 4, 3][axis]!]));
  const shape = [...right].map((letter) => sizes.get(letter) ?? 2);
  const features = shape.slice(1).reduce((product, size) => product * size, 1);
  const inner = left.length === 4 ? 36 : 12;
  const flat = g.node('MatMul', [
    g.node('Reshape', [x, g.integers([-1, inner])]),
    g.random([inner, features]),
  ]);
  return g.node('Reshape', [flat, g.integers(shape)]);
}

for (const equation of ['bqhd,bkhd->bhqk', 'bhqk,bkhd->bqhd', 'abc,adc->abd', 'abcd,abed->acbe'])
  op(`Einsum ${equation}`, [3, 4, 3].slice(0, equation.indexOf(',') - 1), (g, x) => {
    return g.node('Einsum', [x, einsumOperand(g, x, equation)], { equation: text(equation) });
  });
for (const [equation, shape] of [
  ['abc,cde->abde', [4, 2, 5]],
  ['abc,cd->abd', [4, 6]],
  ['abc,bcd->ad', [3, 4, 6]],
] as const)
  op(`Einsum ${equation}`, [3, 4], (g, x) =>
    g.node('Einsum', [x, g.random(shape)], { equation: text(equation) }),
  );

for (const [padding, size] of [
  ['SAME', 3],
  ['VALID', 2],
] as const) {
  for (const name of ['MaxPool', 'AvgPool'])
    op(`${name} ${padding} ${size}`, [7, 6, 3], (g, x) =>
      g.node(name, [x], { ksize: list(1, size, size, 1), strides: strides(2, 2), padding: text(padding) }),
    );
}

cases.describe('convolutions, products and pools equal TF.js');
