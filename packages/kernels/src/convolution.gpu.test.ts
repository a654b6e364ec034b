import { describe, expect, it } from 'vitest';
import { testDevice } from '../test/device.ts';
import { executeOn } from '../test/execute.ts';
import { randomConvolutions } from '../test/randomConvolutions.ts';
import { runCase } from '../test/runCase.ts';

describe.each(['conv2d', 'convTranspose2d'] as const)('%s', (operation) => {
  const table = randomConvolutions(operation, 30);
  it.each(table.cases.map((row) => [row.name, row] as const))('%s', async (_, row) => {
    for (const { worst, message } of await runCase(executeOn(await testDevice(), 'f32'), 'f32', table, row)) {
      expect(worst, message).toBeLessThanOrEqual(1);
    }
  });
});
