import { expect, test } from 'vitest';
import { mindChanges, nearestChange } from './mindChanges.ts';

/** A classifier of classes that begin at these amounts. */
const classAt = (starts: readonly number[]) => (amount: number) =>
  starts.filter((start) => amount >= start).length;
const points = (grade: (amount: number) => number, amounts: readonly number[]) =>
  amounts.map((amount) => ({ amount, grade: grade(amount), probabilities: [], expectedGrade: 0 }));

test('a change is found between two points, to a 512th of their distance', async () => {
  const grade = classAt([0.3]);
  const asked: number[] = [];
  const [change, ...rest] = await mindChanges(points(grade, [-1, 0, 1]), async (amount) => {
    asked.push(amount);
    return grade(amount);
  });
  expect(rest).toEqual([]);
  expect(change).toMatchObject({ from: 0, to: 1, within: 1 / 512 });
  expect(Math.abs(change!.amount - 0.3)).toBeLessThanOrEqual(1 / 512);
  expect(asked).toHaveLength(8);
  expect(Math.min(...asked)).toBeGreaterThan(0);
});

test('two changes between two points are both found, in order', async () => {
  const grade = classAt([0.2, 0.9]);
  const found = await mindChanges(points(grade, [0, 1]), async (amount) => grade(amount));
  expect(found.map(({ from, to }) => [from, to])).toEqual([
    [0, 1],
    [1, 2],
  ]);
  expect(found[1]!.amount).toBeCloseTo(0.9, 2);
});

test('a classifier that never changes is asked nothing more', async () => {
  const found = await mindChanges(
    points(() => 2, [-1, 0, 1]),
    async () => {
      throw new Error('asked');
    },
  );
  expect(found).toEqual([]);
  expect(nearestChange(found)).toBeUndefined();
});

test('an answer that flickers ends', async () => {
  let flips = 0;
  const found = await mindChanges(points(classAt([0.5]), [0, 1]), async () => 2 + (flips++ % 2));
  expect(found.length).toBeLessThanOrEqual(4);
});

test('the nearest change is the one nearest to 0', () => {
  const change = (amount: number) => ({ amount, within: 0, from: 0, to: 1 });
  expect(nearestChange([change(-2), change(1.5), change(3)])?.amount).toBe(1.5);
});
