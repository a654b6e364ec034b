import { expect, test } from 'vitest';
import { summariseLayers } from './profileLayers.ts';

const profile = (...times: readonly (number | undefined)[]) =>
  times.map((milliseconds, at) => ({ label: `g.${at}`, kernel: 'convolution', milliseconds }));

test('medians of each layer, and its time in the fastest image', () => {
  // In the first image the leading thread was late: its first layer took the second one's time too.
  expect(summariseLayers([profile(9, 0.01), profile(3, 4), profile(2.5, 4.1), profile(5, 5)])).toEqual([
    { label: 'g.0', kernel: 'convolution', milliseconds: 4, fastest: 2.5 },
    { label: 'g.1', kernel: 'convolution', milliseconds: 4.05, fastest: 4.1 },
  ]);
});

test('a device without timestamps has layers without times', () => {
  expect(summariseLayers([profile(undefined), profile(undefined)])).toEqual([
    { label: 'g.0', kernel: 'convolution' },
  ]);
});
