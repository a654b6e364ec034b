import { flag, TfjsCases } from '../../../test/tfjsCases.ts';
import type { TestGraph } from '../../../test/tfjsGraphModel.ts';

const cases = new TfjsCases();
const op = cases.add.bind(cases);

for (const name of [
  'Relu',
  'Relu6',
  'Elu',
  'Selu',
  'Sigmoid',
  'Tanh',
  'Softplus',
  'Exp',
  'Square',
  'Neg',
  'Abs',
])
  op(name, [3, 5, 4], (g, x) => g.node(name, [g.node('Mul', [x, g.floats([7], [])])]));
for (const name of ['Sign', 'Floor', 'Ceil', 'Round', 'Sin', 'Cos', 'Erf', 'Expm1', 'Softmax', 'LogSoftmax'])
  op(name, [3, 5, 4], (g, x) => g.node(name, [g.node('Mul', [x, g.floats([3], [])])]));
for (const name of ['Log', 'Sqrt', 'Rsqrt', 'Reciprocal', 'Log1p'])
  op(name, [6], (g, x) => g.node(name, [g.node('AddV2', [x, g.floats([1.5], [])])]));
op('LeakyRelu', [3, 5, 4], (g, x) => g.node('LeakyRelu', [x], { alpha: { float: 0.3 } }));
op('Prelu', [3, 5, 4], (g, x) => g.node('Prelu', [x, g.random([1, 1, 4])]));
op('ClipByValue', [7], (g, x) => g.node('ClipByValue', [x, g.floats([-0.25], []), g.floats([0.5], [])]));

for (const name of ['Add', 'AddV2', 'Sub', 'Mul', 'Maximum', 'Minimum', 'SquaredDifference']) {
  op(`${name} of two`, [3, 5, 4], (g, x) => g.node(name, [x, g.node('Tanh', [x])]));
  op(`${name} and a constant`, [3, 5, 4], (g, x) => g.node(name, [x, g.random([5, 1])]));
  op(`a constant and ${name}`, [3, 5, 4], (g, x) => g.node(name, [g.random([3, 1, 4]), x]));
  op(`${name} and a number`, [3, 5, 4], (g, x) => g.node(name, [x, g.floats([0.3], [])]));
}
op('RealDiv of two', [3, 4], (g, x) => g.node('RealDiv', [x, g.node('Exp', [x])]));
op('RealDiv by a constant', [3, 4], (g, x) => g.node('RealDiv', [x, g.random([4], { from: 1, to: 2 })]));
op('RealDiv of a constant', [3, 4], (g, x) => g.node('RealDiv', [g.random([4]), g.node('Exp', [x])]));
op('Pow by a constant', [3, 4], (g, x) => g.node('Pow', [g.node('Exp', [x]), g.floats([1.7], [])]));
op('Pow of a constant', [3, 4], (g, x) => g.node('Pow', [g.floats([1.7], []), x]));
op('Pow by 2', [3, 4], (g, x) => g.node('Pow', [x, g.floats([2], [])]));
op('AddN', [3, 4], (g, x) => g.node('AddN', [x, g.node('Exp', [x]), g.node('Neg', [x])]));
op('silu', [4, 4, 2], (g, x) => g.node('Mul', [x, g.node('Sigmoid', [x])]));
op('broadcast of channels', [4, 4, 6], (g, x) =>
  g.node('Mul', [x, g.node('Mean', [x, g.integers([1, 2])], { keep_dims: flag(true) })]),
);

for (const name of ['FusedBatchNorm', 'FusedBatchNormV3'])
  op(name, [4, 3, 5], (g, x) =>
    g.node(name, [x, g.random([5]), g.random([5]), g.random([5]), g.random([5], { from: 0.5, to: 2 })], {
      is_training: flag(false),
      epsilon: { float: 0.01 },
    }),
  );
for (const name of ['Mean', 'Sum', 'Max', 'Min']) {
  op(`${name} of a picture`, [4, 3, 5], (g, x) => g.node(name, [x, g.integers([1, 2])]));
  op(`${name} of channels, kept`, [4, 3, 5], (g, x) =>
    g.node(name, [x, g.integers([-1])], { keep_dims: flag(true) }),
  );
  op(`${name} of rows`, [4, 3, 5], (g, x) => g.node(name, [x, g.number(1)]));
}
/** What every way of writing an instance norm begins with: x less its mean, and variance + eps. */
function moments(g: TestGraph, x: string) {
  const kept = { keep_dims: flag(true) };
  const mean = g.node('Mean', [x, g.integers([1, 2])], kept);
  const variance = g.node('Mean', [g.node('SquaredDifference', [x, mean]), g.integers([1, 2])], kept);
  return { less: g.node('Sub', [x, mean]), sum: g.node('AddV2', [variance, g.floats([0.01], [])]) };
}
op('(x - mean) * rsqrt', [5, 4, 3], (g, x) => {
  const { less, sum } = moments(g, x);
  return g.node('Mul', [less, g.node('Rsqrt', [sum])]);
});
op('(x - mean) * (gamma * rsqrt) + beta', [5, 4, 3], (g, x) => {
  const { less, sum } = moments(g, x);
  const scale = g.node('Mul', [g.random([3]), g.node('Rsqrt', [sum])]);
  return g.node('AddV2', [g.node('Mul', [scale, less]), g.random([3])]);
});
op('(x - mean) / sqrt', [5, 4, 3], (g, x) => {
  const { less, sum } = moments(g, x);
  return g.node('RealDiv', [less, g.node('Sqrt', [sum])]);
});
op('(x - mean) * rsqrt of another value', [5, 4, 3], (g, x) => {
  const { sum } = moments(g, g.node('Sin', [x]));
  return g.node('Mul', [moments(g, x).less, g.node('Rsqrt', [sum])]);
});

const floatOf = (g: TestGraph, x: string) =>
  g.node('Cast', [x], { SrcT: { type: 'BOOL' }, DstT: { type: 'FLOAT' } });
for (const name of ['Greater', 'GreaterEqual', 'Less', 'LessEqual']) {
  op(`${name} of two`, [3, 4], (g, x) => floatOf(g, g.node(name, [x, g.node('Neg', [g.node('Sin', [x])])])));
  op(`${name} of a constant`, [3, 4], (g, x) => floatOf(g, g.node(name, [g.random([4]), x])));
}
for (const name of ['Equal', 'NotEqual']) {
  op(name, [3, 4], (g, x) => floatOf(g, g.node(name, [g.node('Sign', [x]), g.floats([1], [])])));
  op(`${name} of two`, [3, 4], (g, x) => floatOf(g, g.node(name, [x, g.node('Abs', [x])])));
}
op('logic', [3, 4], (g, x) => {
  const [low, high] = [-0.3, 0.4].map((bound) => g.node('Greater', [x, g.floats([bound], [])]));
  const between = g.node('LogicalAnd', [low!, g.node('LogicalNot', [high!])]);
  return floatOf(g, g.node('LogicalOr', [between, g.node('Less', [x, g.floats([-0.8], [])])]));
});
op('SelectV2', [3, 4], (g, x) =>
  g.node('SelectV2', [g.node('Greater', [x, g.floats([0.1], [])]), g.node('Exp', [x]), g.node('Sin', [x])]),
);
op('SelectV2 of a constant', [3, 4], (g, x) =>
  g.node('SelectV2', [g.node('Greater', [x, g.floats([0.1], [])]), g.floats([7], []), x]),
);

cases.describe('arithmetic and normalisation equal TF.js');
