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

const all: readonly CaseTable[] = [
  ...tables,
  largeKernels,
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
