import type { Case, CaseTable } from '../../test/case.ts';
import type { UnaryName } from './unaryNames.ts';

type Options = Pick<Case, 'operands' | 'spread' | 'attributes'>;

/** The same shapes for each function: odd sizes, 1, 3, 5 and 6 channels, ranks 1, 2, 4 and 5, a batch. */
function rows(options: Options = {}): Case[] {
  return [
    { name: '1x1, 1 channel', inputs: [[1, 1, 1, 1]], spread: 4, ...options },
    { name: '3 channels, 7x5, batch 2', inputs: [[2, 3, 7, 5]], spread: 4, ...options },
    { name: '6 features, batch 3', inputs: [[3, 6]], spread: 4, ...options },
    { name: 'rank 5', inputs: [[1, 5, 2, 3, 4]], spread: 4, ...options },
    { name: 'rank 1', inputs: [[7]], spread: 4, ...options },
  ];
}

/** Particular values, spread over channels and positions. */
const at = (name: string, input: readonly number[], attributes: Case['attributes'] = {}): Case => {
  return { name, inputs: [[2, 5, input.length]], operands: { input }, attributes };
};

function table(operation: UnaryName, tolerance: CaseTable['tolerance'], cases: readonly Case[]): CaseTable {
  return { operation, tolerance, cases };
}

const positive: Options = { operands: { input: 'positive' } };
const nonZero: Options = { operands: { input: 'nonZero' } };
const halves = at(
  'halves and wholes',
  [0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 0, 1, -1, 0.49, -3.51, 1000.5, 2047],
);
const scales = [6.2e-5, 0.001, 0.5, 0.999, 1, 1.001, 2, 10, 777, 65504];
const turns = at('many turns', [
  0,
  1e-3,
  Math.PI / 2,
  Math.PI,
  -Math.PI,
  2 * Math.PI,
  31.4,
  -100,
  999,
  -12345,
  65504,
]);
const bends = at('near 0 and far from it', [0, 1e-3, -1e-3, 3, -3, 20, -20, 90, -90, 1000, -1000]);

export const unaryCases: readonly CaseTable[] = [
  table('exp', 'relative', [
    ...rows({ spread: 2 }),
    at('small and large', [0, 1e-4, -1e-4, -80, -120, 5, 11]),
  ]),
  table('log', 'relative', [...rows(positive), at('every scale', scales)]),
  table('sqrt', 'relative', [...rows(positive), at('every scale', [0, ...scales])]),
  table('rsqrt', 'relative', [...rows(positive), at('every scale', scales)]),
  table('reciprocal', 'relative', [
    ...rows(nonZero),
    at('every scale', [...scales, ...scales.map((x) => -x)]),
  ]),
  table('abs', 'copy', rows()),
  table('neg', 'copy', rows()),
  table('sign', 'copy', [...rows(), halves]),
  table('floor', 'copy', [...rows(), halves]),
  table('ceil', 'copy', [...rows(), halves]),
  table('round', 'copy', [...rows(), halves]),
  table('sin', 'elementwise', [...rows(), turns]),
  table('cos', 'elementwise', [...rows(), turns]),
  table('tan', 'relative', rows({ operands: { input: [0, 0.1, -1, 1.3, 2, -4, 6.3, 10, 30] } })),
  table('erf', 'elementwise', [...rows({ spread: 1 }), bends]),
  table('square', 'relative', rows()),
  table('softplus', 'relative', [
    ...rows(),
    bends,
    ...rows({ attributes: { beta: 2.5, threshold: 3 } }).slice(1, 3),
    at('about its threshold', [1.9, 1.99, 2.01, 2.1], { beta: 0.5, threshold: 1 }),
  ]),
  table('softsign', 'elementwise', [...rows(), bends]),
  table('mish', 'relative', [...rows(), bends]),
  table('hardsigmoid', 'elementwise', [...rows(), bends]),
  table('hardswish', 'relative', [...rows(), bends]),
  table('selu', 'relative', [...rows(), bends]),
  table('celu', 'relative', [...rows(), bends, ...rows({ attributes: { alpha: 0.4 } }).slice(1, 3)]),
  table('logsigmoid', 'relative', [
    ...rows(),
    bends,
    {
      name: 'residual, relu',
      inputs: [[2, 5, 3, 4]],
      epilogue: { activation: { name: 'relu' }, residual: 'beforeActivation' },
    },
  ]),
];
