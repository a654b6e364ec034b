import { expect, test } from 'vitest';
import { paneColumns } from './paneColumns.ts';

test('panes stand in a row, unless several rows make them clearly larger', () => {
  const columns = (width: number, height: number, count: number) =>
    paneColumns({ width, height, proportion: 1, count }).columns;
  expect([2, 3, 4].map((count) => columns(1100, 800, count))).toEqual([2, 3, 2]);
  expect([2, 3, 4].map((count) => columns(1100, 400, count))).toEqual([2, 3, 4]);
  expect([2, 3, 4].map((count) => columns(370, 520, count))).toEqual([1, 2, 2]);
  for (const [width, height] of [
    [1100, 800],
    [370, 520],
  ] as const) {
    const { columns, paneWidth } = paneColumns({ width, height, proportion: 1.5, count: 4 });
    expect(columns * paneWidth + (columns - 1) * 12).toBeLessThanOrEqual(width);
    const rows = Math.ceil(4 / columns);
    expect(rows * (paneWidth / 1.5 + 28) + (rows - 1) * 12).toBeLessThanOrEqual(height + 0.01);
  }
});
