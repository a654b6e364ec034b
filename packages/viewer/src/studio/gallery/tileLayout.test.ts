import { expect, test } from 'vitest';
import { itemsBetween, tileLayout } from './tileLayout.ts';

const grades = [0, 1, 2, 3, 4];
const layout = (width: number, size: 'small' | 'medium' | 'large', shown: (number | undefined)[] = grades) =>
  tileLayout({ width, proportion: 1.5, size, grades: shown });

test('tiles fill their row and never leave it, at any width', () => {
  for (const shown of [grades, [3], [undefined]])
    for (const size of ['small', 'medium', 'large'] as const)
      for (let width = 200; width <= 3000; width += 37) {
        const { columns, tileWidth, tileHeight, left, rowHeight } = layout(width, size, shown);
        const right = left(columns - 1) + tileWidth;
        expect(right).toBeLessThanOrEqual(width);
        expect(width - right).toBeLessThan(columns);
        expect(Math.abs(tileHeight - tileWidth / 1.5)).toBeLessThanOrEqual(0.5);
        expect(rowHeight).toBeGreaterThan(tileHeight);
      }
});

test('an item is where its place says, for every seed that there is', () => {
  for (const shown of [grades, [3], [undefined]]) {
    const made = layout(1500, 'small', shown);
    for (const seed of [0, 1, 2, 7, 123_456_789, Number.MAX_SAFE_INTEGER])
      for (const grade of shown) {
        const place = made.placeOf({ seed, grade })!;
        expect(made.itemAt(place)).toEqual({ seed, grade });
        expect(place.row).toBeLessThanOrEqual(made.lastRow);
      }
    expect(made.itemAt({ row: made.lastRow + 1, column: 0 })).toBeUndefined();
  }
  expect(layout(1500, 'small', [3]).placeOf({ seed: 1, grade: 2 })).toBeUndefined();
});

test('a range goes through rows in either direction, and ends at its limit', () => {
  const made = layout(700, 'medium'); // five columns, one seed
  const [from, to] = [
    { seed: 1, grade: 3 },
    { seed: 2, grade: 1 },
  ];
  const range = [from, { seed: 1, grade: 4 }, { seed: 2, grade: 0 }, to];
  expect(itemsBetween(made, from, to, 100)).toEqual(range);
  expect(itemsBetween(made, to, from, 100)).toEqual(range.toReversed());
  expect(itemsBetween(made, from, { seed: 1e9, grade: 0 }, 12)).toHaveLength(12);
  expect(itemsBetween(made, from, { seed: 2, grade: undefined }, 12)).toEqual([]);
});
