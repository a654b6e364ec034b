import { expect, test } from 'vitest';
import { toBits, toBytes, toRgba } from './rangeMap.ts';

test('black, white, halves, values outside and NaN', () => {
  const values = Float32Array.of(
    -1,
    1,
    0,
    -2,
    2,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  );
  expect([...toBytes(values, [-1, 1])]).toEqual([0, 255, 128, 0, 255, 0, 255, 0]);
  expect([...toBits(values, [-1, 1], 16)]).toEqual([0, 65535, 32768, 0, 65535, 0, 65535, 0]);
  expect([...toBits(values, [-1, 1], 12)]).toEqual([0, 4095, 2048, 0, 4095, 0, 4095, 0]);
  expect([...toBits(values, [-1, 1], 8)]).toEqual([...toBytes(values, [-1, 1])]);
});

test('every byte survives the way to a value and back', () => {
  const bytes = Uint8ClampedArray.from({ length: 256 }, (_, byte) => byte);
  expect(
    toBytes(
      Float32Array.from(bytes, (byte) => byte / 127.5 - 1),
      [-1, 1],
    ),
  ).toEqual(bytes);
});

test('halves round up, unlike the clamped array on its own', () => {
  expect([...toBytes(Float32Array.of(0.5, 1.5, 2.5), [0, 255])]).toEqual([1, 2, 3]);
});

test('a range may run downwards', () => {
  expect([...toBytes(Float32Array.of(0, 1), [1, 0])]).toEqual([255, 0]);
});

test('one channel becomes grey, three become opaque, four stay', () => {
  const values = Float32Array.from({ length: 12 }, (_, at) => at);
  const range = [0, 255] as const;
  expect([...toRgba(values.subarray(0, 2), 1, range)]).toEqual([0, 0, 0, 255, 1, 1, 1, 255]);
  expect([...toRgba(values.subarray(0, 6), 3, range)]).toEqual([0, 1, 2, 255, 3, 4, 5, 255]);
  expect([...toRgba(values.subarray(0, 4), 4, range)]).toEqual([0, 1, 2, 3]);
});

test('unusable ranges and channels are refused', () => {
  expect(() => toBytes(new Float32Array(1), [1, 1])).toThrow(
    'range is [1,1], expected two different finite numbers',
  );
  expect(() => toRgba(new Float32Array(4), 2, [0, 1])).toThrow(
    'image has 4 values in 2 channels, expected 1, 3 or 4 channels',
  );
});
