import { expect, test } from 'vitest';
import { exportProgress } from './exportProgress.ts';

test('rate and time left are those of the last seconds', () => {
  let at = 0;
  const say = exportProgress(() => at);
  expect(say({ done: 1, total: 5000 })).toBe('1 of 5,000 images');
  at = 2000;
  expect(say({ done: 41, total: 5000 })).toBe('41 of 5,000 images, 20 a second, 4 min 8 s left');
  at = 30_000;
  say({ done: 50, total: 5000 });
  at = 31_000;
  expect(say({ done: 4950, total: 5000 })).toContain('4,950 of 5,000 images, 4,900 a second, 1 s left');
});
