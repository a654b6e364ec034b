import { describe, expect, it } from 'vitest';
import { testDevice } from '../test/device.ts';
import { executeOn } from '../test/execute.ts';
import { randomConvolutions } from '../test/randomConvolutions.ts';
import { runCase } from '../test/runCase.ts';
import { type Kernel, kernelsOf, type Operation } from './index.ts';

/** A tiled kernel takes a software adapter up to a second to compile; so many rows run on all kernels, the others on the quick ones. */
const rowsOnAll = 8;
const quick = ({ kernels }: Operation) => kernels;

describe.each(['conv2d', 'convTranspose2d'] as const)('%s', (operation) => {
  const table = randomConvolutions(operation, 30);
  it.each(table.cases.map((row, at) => [row.name, row, at] as const))('%s', async (_, row, at) => {
    const execute = executeOn(await testDevice(), 'f32');
    const candidates = at < rowsOnAll ? kernelsOf : quick;
    for (const { worst, message } of await runCase(execute, 'f32', table, row, candidates)) {
      expect(worst, message).toBeLessThanOrEqual(1);
    }
  });
});

describe('conv2d.winograd', () => {
  const winograd = ({ name }: Kernel) => name === 'conv2d.winograd';
  const table = randomConvolutions('conv2d', 6, {
    stride: [1, 1],
    dilation: [1, 1],
    groups: 1,
    kernel: [3, 3],
  });
  it.each(table.cases.map((row) => [row.name, row] as const))('%s', async (_, row) => {
    const execute = executeOn(await testDevice(), 'f32');
    const outcomes = await runCase(execute, 'f32', table, row, (operation) =>
      kernelsOf(operation).filter(winograd),
    );
    for (const { worst, message } of outcomes) expect(worst, message).toBeLessThanOrEqual(1);
  });
});
