import { beforeAll, describe, expect, it } from 'vitest';
import { gridSampleOddPlacesCases } from '../../kernels/src/gridSample/gridSample.cases.ts';
import type { CaseTable } from '../../kernels/test/case.ts';
import { randomConvolutions } from '../../kernels/test/randomConvolutions.ts';
import { type Execute, runCase } from '../../kernels/test/runCase.ts';
import { tables } from '../../kernels/test/tables.ts';
import { enableRelaxed } from '../test/enableRelaxed.ts';
import { executeWasm } from '../test/executeWasm.ts';

/** Kernels so large that a block's tiles do not fit into the scratch at once, and rows as wide as the kernel. */
const largeKernels: CaseTable = {
  operation: 'conv2d',
  tolerance: 'sum',
  cases: [
    { name: '31x29 taps', inputs: [[1, 5, 40, 37]], weights: { weight: [9, 5, 31, 29] } },
    {
      name: '31x31 taps, padding 15, one channel',
      inputs: [[2, 3, 20, 20]],
      weights: { weight: [1, 3, 31, 31], bias: [1] },
      attributes: { padding: [15, 15, 15, 15] },
    },
    { name: 'rows as wide as the kernel', inputs: [[2, 8, 6, 5]], weights: { weight: [12, 8, 3, 5] } },
    {
      name: 'stride 2, neighbouring taps',
      inputs: [[1, 4, 9, 30]],
      weights: { weight: [3, 4, 2, 4] },
      attributes: { stride: [2, 2] },
    },
  ],
};

const wide = [2, 12, 4, 29];
const relu = { activation: { name: 'relu' } } as const;
const tanh = { activation: { name: 'tanh' } } as const;
const same = { stride: [2, 2], padding: [1, 1, 1, 1] };

/** Noise in the epilogues of their own that pictures have, which are no different from others on a GPU. */
const noisyPictures: CaseTable[] = [
  {
    operation: 'conv2d',
    tolerance: 'sum',
    cases: [
      { name: 'grey, 3x3', noise: true, inputs: [wide], weights: { weight: [1, 12, 3, 3], bias: [1] } },
      {
        name: 'grey, 5 taps in a row, residual before, tanh',
        noise: true,
        inputs: [wide],
        weights: { weight: [1, 12, 2, 5], bias: [1] },
        epilogue: { ...tanh, residual: 'beforeActivation' },
      },
      {
        name: 'two channels, relu',
        noise: true,
        inputs: [wide],
        weights: { weight: [2, 12, 3, 3] },
        epilogue: relu,
      },
      {
        name: 'colour, tanh',
        noise: true,
        inputs: [wide],
        weights: { weight: [3, 12, 3, 3], bias: [3] },
        epilogue: tanh,
      },
    ],
  },
  {
    operation: 'convTranspose2d',
    tolerance: 'sum',
    cases: [
      {
        name: 'grey, tanh',
        noise: true,
        inputs: [[2, 6, 7, 16]],
        weights: { weight: [6, 1, 4, 4] },
        attributes: same,
        epilogue: tanh,
      },
      {
        name: 'colour, relu',
        noise: true,
        inputs: [[1, 5, 9, 8]],
        weights: { weight: [5, 3, 4, 4] },
        attributes: same,
        epilogue: relu,
      },
    ],
  },
];

const all: readonly CaseTable[] = [
  ...tables,
  largeKernels,
  ...noisyPictures,
  gridSampleOddPlacesCases,
  randomConvolutions('conv2d', 60),
  randomConvolutions('convTranspose2d', 60),
];

describe.each(['simd', 'relaxed'] as const)('%s', (instructions) => {
  let execute: Execute;

  beforeAll(async () => {
    enableRelaxed();
    execute = await executeWasm(instructions);
  });

  describe.each(all.map((table) => [table.operation, table] as const))('%s', (_, table) => {
    it.each(table.cases.map((row) => [row.name, row] as const))('%s', async (_, row) => {
      // What GPUs have beside an operation's own kernels has no twin, nor has what needs a feature of theirs.
      const outcomes = await runCase(execute, 'f32', table, row, ({ kernels }) =>
        kernels.filter(({ needs }) => needs === undefined),
      );
      for (const { worst, message } of outcomes) {
        expect(worst, message).toBeLessThanOrEqual(1);
      }
    });
  });
});
