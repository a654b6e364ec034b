import { describe, expect, it } from 'vitest';
import type { CaseTable } from './case.ts';
import { testDevice } from './device.ts';
import { executeOn } from './execute.ts';
import { runCase } from './runCase.ts';

/** One vitest test a row of an operation's table, in f32 on Dawn. */
export function describeCases(table: CaseTable): void {
  describe(table.operation, () => {
    for (const row of table.cases) {
      it(row.name, async () => {
        for (const { worst, message } of await runCase(
          executeOn(await testDevice(), 'f32'),
          'f32',
          table,
          row,
        )) {
          expect(worst, message).toBeLessThanOrEqual(1);
        }
      });
    }
  });
}
