import { beforeAll, describe, expect, it } from 'vitest';
import type { CaseTable } from '../../kernels/test/case.ts';
import { randomConvolutions } from '../../kernels/test/randomConvolutions.ts';
import { type Execute, runCase } from '../../kernels/test/runCase.ts';
import { tables } from '../../kernels/test/tables.ts';
import { enableRelaxed } from '../test/enableRelaxed.ts';
import { executeWasm } from '../test/executeWasm.ts';

const all: readonly CaseTable[] = [
  ...tables,
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
      for (const { worst, message } of await runCase(execute, 'f32', table, row)) {
        expect(worst, message).toBeLessThanOrEqual(1);
      }
    });
  });
});
