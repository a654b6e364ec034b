import { expect, test } from 'vitest';
import { throughputOf } from './throughput.ts';

test('images a second, the faster end of the interval last', () => {
  const { imagesPerSecond, interval } = throughputOf(8, [100, 100, 400]);
  expect(imagesPerSecond).toBe(80);
  expect(interval).toEqual([20, 80]);
});
