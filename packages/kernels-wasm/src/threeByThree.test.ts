import { beforeAll, describe, expect, it } from 'vitest';
import type { Case, CaseTable } from '../../kernels/test/case.ts';
import { type Execute, runCase } from '../../kernels/test/runCase.ts';
import { enableRelaxed } from '../test/enableRelaxed.ts';
import { executeWasm } from '../test/executeWasm.ts';

/** A grey output of these inputs; padding is top, left, bottom, right. */
function grey(
  name: string,
  input: readonly [number, number, number, number],
  padding: readonly number[],
  rest: Partial<Case> = {},
): Case {
  const weights = { weight: [1, input[1], 3, 3], bias: [1], ...rest.weights };
  return { ...rest, name, inputs: [input], weights, attributes: { padding } };
}

const tanh = { activation: { name: 'tanh' } } as const;

const table: CaseTable = {
  operation: 'conv2d',
  tolerance: 'sum',
  cases: [
    grey('rows of images share units', [3, 4, 40, 64], [1, 1, 1, 1], { epilogue: tanh }),
    grey('as the knee ends', [1, 16, 21, 224], [1, 1, 1, 1], { epilogue: tanh }),
    grey('strips of a wide image', [1, 5, 6, 771], [1, 1, 1, 1], { epilogue: tanh }),
    grey('strips of many inputs', [2, 130, 5, 75], [1, 1, 1, 1]),
    grey('a row of four', [1, 3, 7, 4], [1, 1, 1, 1], { epilogue: tanh }),
    grey('a row of three', [1, 3, 7, 3], [1, 1, 1, 1]),
    grey('a row of five', [2, 6, 3, 5], [1, 1, 1, 1], { epilogue: tanh }),
    grey('an odd number of fours', [1, 4, 4, 14], [1, 1, 1, 1], { epilogue: tanh }),
    grey('no padding', [1, 16, 8, 13], [0, 0, 0, 0]),
    grey('padding on the left', [1, 9, 8, 12], [1, 1, 0, 0]),
    grey('padding on the right', [1, 9, 8, 12], [0, 0, 1, 1]),
    grey('two columns on the right', [1, 9, 8, 12], [1, 1, 1, 2]),
    grey('two columns on the left', [1, 9, 8, 12], [1, 2, 1, 1]),
    grey('rows without input', [1, 4, 3, 16], [4, 1, 5, 1], { epilogue: tanh }),
    grey('one row', [2, 8, 1, 17], [1, 1, 1, 1]),
    grey('relu, residual before', [1, 8, 9, 18], [1, 1, 1, 1], {
      epilogue: { activation: { name: 'relu' }, residual: 'beforeActivation' },
    }),
    grey('tanh, residual after', [1, 8, 9, 19], [1, 1, 1, 1], {
      epilogue: { ...tanh, residual: 'afterActivation' },
    }),
    grey('prelu', [1, 8, 9, 18], [1, 1, 1, 1], {
      weights: { slope: [1] },
      epilogue: { activation: { name: 'prelu' } },
    }),
    grey('sigmoid', [1, 8, 9, 18], [1, 1, 1, 1], { epilogue: { activation: { name: 'sigmoid' } } }),
  ],
};

describe.each(['simd', 'relaxed'] as const)('3x3 convolutions to one channel, %s', (instructions) => {
  let unitByUnit: Execute;
  let together: Execute;

  beforeAll(async () => {
    enableRelaxed();
    unitByUnit = await executeWasm(instructions);
    together = await executeWasm(instructions, 'together');
  });

  it.each(table.cases.map((row) => [row.name, row] as const))('%s', async (_, row) => {
    const made: Float32Array[] = [];
    const keeping: Execute = async (...call) => {
      const tensors = [await unitByUnit(...call), await together(...call)] as const;
      made.push(...tensors.map(({ data }) => Float32Array.from(data)));
      return tensors[0];
    };
    for (const { worst, message } of await runCase(keeping, 'f32', table, row, ({ kernels }) => kernels)) {
      expect(worst, message).toBeLessThanOrEqual(1);
    }
    // The same bits however the rows are shared out.
    expect(Buffer.from(made[0]!.buffer).equals(Buffer.from(made[1]!.buffer))).toBe(true);
  });
});
