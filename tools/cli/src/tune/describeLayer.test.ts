import type { LayerMeasurement } from '@roentgan/gan-runtime/tuning';
import { expect, test } from 'vitest';
import { describeLayer, describeRefused } from './describeLayer.ts';

const layer: LayerMeasurement = {
  layer: 'conv2.convTranspose2d',
  operation: 'convTranspose2d',
  layers: 2,
  input: [1, 512, 4, 4],
  output: [1, 256, 8, 8],
  positions: 64,
  channels: 256,
  inputChannels: 512,
  depth: 2048,
  chosen: 'convTranspose2d.splitk',
  kernels: [
    { kernel: 'convTranspose2d', milliseconds: 1.25, range: [1, 2], compileMilliseconds: 3 },
    { kernel: 'convTranspose2d.tiled', refused: 'channel 3, position 0 is 7, expected 8 within 1' },
    { kernel: 'convTranspose2d.splitk', milliseconds: 0.0123, range: [0.01, 0.02], compileMilliseconds: 3 },
  ],
};

test('a layer is one line with every time, and one for each kernel that may not be chosen', () => {
  expect(describeLayer(layer)).toBe(
    'conv2.convTranspose2d (2 layers): 512x4x4 -> 256x8x8: direct 1.25 ms, splitk 12.3 us: convTranspose2d.splitk',
  );
  expect(describeRefused(layer)).toEqual([
    'conv2.convTranspose2d: convTranspose2d.tiled is not chosen: channel 3, position 0 is 7, expected 8 within 1',
  ]);
  expect(describeLayer({ ...layer, layers: 1 })).toMatch(/^conv2\.convTranspose2d: 512x4x4/);
});
