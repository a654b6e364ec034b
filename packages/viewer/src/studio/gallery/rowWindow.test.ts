import { expect, test } from 'vitest';
import { windowAround } from './rowWindow.ts';

test('the rows move on before their end is reached, in both directions, without end', () => {
  const last = 2 ** 52;
  for (const step of [7, 300, -300]) {
    let row = step > 0 ? 0 : 40_000;
    let span = windowAround(row, last);
    let moves = 0;
    for (let at = 0; at < 4000 && row + step >= 0; at++) {
      row += step;
      const next = windowAround(row, last, span);
      if (next !== span) moves++;
      span = next;
      expect(row).toBeGreaterThanOrEqual(span.first);
      expect(row + 100).toBeLessThan(span.first + span.count);
      if (span.first > 0) expect(row - span.first).toBeGreaterThanOrEqual(100);
    }
    expect(moves).toBeGreaterThan(5);
  }
});

test('the first and the last row are ends, where nothing moves', () => {
  const start = windowAround(0, 1e9);
  expect(start.first).toBe(0);
  expect(windowAround(3, 1e9, start)).toBe(start);
  const end = windowAround(1e9, 1e9);
  expect(end.first + end.count - 1).toBe(1e9);
  expect(windowAround(1e9 - 2, 1e9, end)).toBe(end);
  expect(windowAround(2, 9)).toEqual({ first: 0, count: 10 });
});
