import type { Case, CaseTable } from '../../test/case.ts';

const rows: readonly Case[] = [
  {
    name: '1x1, 1 channel',
    inputs: [
      [1, 1, 1, 1],
      [1, 1, 1, 1],
    ],
  },
  {
    name: 'same shape, 3 channels, batch 2',
    inputs: [
      [2, 3, 5, 7],
      [2, 3, 5, 7],
    ],
  },
  {
    name: 'one channel for 5',
    inputs: [
      [2, 5, 4, 3],
      [2, 1, 4, 3],
    ],
  },
  {
    name: 'one channel for 6, first operand',
    inputs: [
      [1, 1, 3, 3],
      [1, 6, 3, 3],
    ],
  },
  {
    name: 'a value for each channel',
    inputs: [
      [2, 6, 4, 5],
      [2, 6, 1, 1],
    ],
  },
  {
    name: 'both grow',
    inputs: [
      [2, 5, 1, 4],
      [2, 1, 3, 1],
    ],
  },
  {
    name: 'one value for each image',
    inputs: [
      [3, 5, 2, 2],
      [3, 1, 1, 1],
    ],
  },
  {
    name: 'features, batch 3',
    inputs: [
      [3, 5],
      [3, 5],
    ],
  },
  {
    name: 'a line and a column',
    inputs: [
      [2, 3, 7],
      [2, 3, 1],
    ],
  },
  {
    name: 'rank 5',
    inputs: [
      [1, 6, 2, 3, 4],
      [1, 6, 2, 1, 4],
    ],
  },
  {
    name: 'rank 6',
    inputs: [
      [2, 3, 2, 3, 1, 2],
      [2, 3, 1, 3, 4, 2],
    ],
  },
  { name: 'rank 1', inputs: [[5], [5]] },
  { name: 'constant of the same rank', inputs: [[2, 5, 3, 4]], weights: { other: [1, 5, 3, 4] } },
  { name: 'constant scalar', inputs: [[2, 5, 3, 4]], weights: { other: [] } },
  { name: 'constant for each channel', inputs: [[2, 6, 3, 4]], weights: { other: [6, 1, 1] } },
  { name: 'constant row', inputs: [[2, 3, 3, 4]], weights: { other: [4] } },
  { name: 'constant features', inputs: [[3, 6]], weights: { other: [6] } },
  { name: 'constant that widens', inputs: [[2, 1, 3, 1]], weights: { other: [5, 1, 4] } },
  {
    name: 'residual, relu',
    inputs: [
      [1, 5, 3, 4],
      [1, 5, 1, 4],
    ],
    epilogue: { activation: { name: 'relu' }, residual: 'beforeActivation' },
  },
];

/** Every way of broadcasting takes one path through the kernel; operations beside add need not repeat them all. */
const some = rows.filter(({ name }) =>
  /^(1x1|same shape|both grow|rank 1|constant (scalar|for|features)|residual)/.test(name),
);

const holding = (operands: NonNullable<Case['operands']>, cases: readonly Case[] = some): Case[] =>
  cases.map((row) => ({ ...row, operands }));

const reversed = (cases: readonly Case[]): Case[] =>
  cases.map((row) => ({ ...row, name: `${row.name}, reversed`, attributes: { reversed: true } }));

/** A few whole numbers, so that operands are often equal. */
const whole = holding({ input: [0, 1, 2, -1, -2, 3, 0.5], other: [1, -1, 2, 0, 0.5] });

/** Whole powers of either sign, roots, and what 0 gives. */
const powers: Case[] = [
  ...holding({ input: [-2, -1.5, 0.5, 3, -1, 2], other: [2, 3, -1, -2, 0, 1, 4, -3] }),
  ...holding({ input: 'positive' }),
  {
    name: 'of 0 and near 0',
    inputs: [[1, 5, 3, 2]],
    weights: { other: [5, 1, 1] },
    operands: { input: [0, 0.001, 1], other: [0, 1, 2, 0.5, 3] },
  },
  ...reversed(holding({ other: [2, 0.5, 10, 1, 3] }).slice(0, 2)),
].map((row, at) => ({ ...row, name: `${row.name} (${at})` }));

const table = (operation: string, tolerance: CaseTable['tolerance'], cases: readonly Case[]): CaseTable => {
  return { operation, tolerance, cases };
};

export const arithmeticCases: readonly CaseTable[] = [
  table('add', 'elementwise', rows),
  table('multiply', 'elementwise', rows),
  table('sub', 'elementwise', [...some, ...reversed(some)]),
  table('div', 'relative', [...holding({ other: 'nonZero' }), ...reversed(holding({ input: 'nonZero' }))]),
  table('pow', 'relative', powers),
  table('maximum', 'elementwise', some),
  table('minimum', 'elementwise', some),
  ...['greater', 'greaterEqual', 'less', 'lessEqual', 'equal'].map((name) =>
    table(name, 'elementwise', whole),
  ),
];
