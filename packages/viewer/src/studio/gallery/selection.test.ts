import { expect, test } from 'vitest';
import { createSelection, MOST_SELECTED } from './selection.ts';

const item = (seed: number) => ({ seed, grade: 1 });

test('the order is that of selecting; what is selected twice is selected once', () => {
  let changes = 0;
  const selection = createSelection(
    () => changes++,
    () => expect.unreachable(),
  );
  for (const seed of [5, 3, 9]) selection.toggle(item(seed));
  selection.toggle(item(3));
  selection.add([item(9), item(4)]);
  expect(selection.items).toEqual([item(5), item(9), item(4)]);
  expect([5, 3, 9, 4].map((seed) => selection.order(item(seed)))).toEqual([1, 0, 2, 3]);
  expect(changes).toBe(5);
});

test('what goes beyond the limit is left out, and said', () => {
  let full = 0;
  const selection = createSelection(
    () => {},
    () => full++,
  );
  selection.add(Array.from({ length: MOST_SELECTED + 20 }, (_, seed) => item(seed)));
  expect([selection.items.length, full]).toEqual([MOST_SELECTED, 1]);
  selection.toggle(item(MOST_SELECTED - 1));
  selection.toggle(item(7777));
  expect([selection.order(item(7777)), full]).toEqual([MOST_SELECTED, 1]);
});
