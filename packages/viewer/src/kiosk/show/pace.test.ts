import { expect, test } from 'vitest';
import { createPace } from './pace.ts';

const caps = { framesPerSecond: 10, cpuImagesPerSecond: 2 };

test('a fast backend is held back by the cap, the CPU by its own', () => {
  const pace = createPace(caps);
  pace.took(0.001);
  expect(pace.interval(false)).toBeCloseTo(0.1);
  expect(pace.interval(true)).toBeCloseTo(0.5);
});

test('the CPU is never faster than the frames are', () => {
  expect(createPace({ framesPerSecond: 1, cpuImagesPerSecond: 2 }).interval(true)).toBe(1);
});

test('a slow backend rests as long as it works', () => {
  const pace = createPace(caps);
  pace.took(3);
  expect(pace.interval(true)).toBeCloseTo(6);
  expect(pace.interval(false)).toBeCloseTo(6);
});

test('the mean follows what images cost', () => {
  const pace = createPace(caps);
  pace.took(4);
  for (let image = 0; image < 40; image++) pace.took(1);
  expect(pace.secondsPerImage).toBeCloseTo(1, 3);
});
