import { formatCall, parseCall } from '@roentgan/kernels/measure';
import { expect, test } from 'vitest';
import { layerShapes } from './layerShapes.ts';

test('the layers of DCGAN-64 and the shipped knee model are calls that --shape can state', async () => {
  const shapes = await layerShapes(['convTranspose2d', 'conv2d'], undefined, 3);
  const texts = shapes.map(({ operation, call }) => `${operation.name} ${formatCall(operation, call)}`);
  expect(new Set(texts).size).toBe(texts.length);
  expect(texts).toContain('convTranspose2d input=3x512x4x4 out=256 kernel=4 stride=2 padding=1 bias');
  expect(texts).toContain('convTranspose2d input=3x64x32x32 out=3 kernel=4 stride=2 padding=1');
  expect(shapes.filter(({ from }) => from === 'dcgan64')).toHaveLength(5);
  expect(shapes.some(({ from }) => from !== 'dcgan64')).toBe(true);
  for (const { operation, call } of shapes) {
    expect(call.inputs[0]![0]).toBe(3);
    expect(parseCall(operation, formatCall(operation, call))).toEqual(call);
  }
});

test('of a named model only its own layers, and only those asked for', async () => {
  const shapes = await layerShapes(['linear'], 'models/knee.safetensors', 1);
  expect(shapes.length).toBeGreaterThan(0);
  expect(new Set(shapes.map(({ operation }) => operation.name))).toEqual(new Set(['linear']));
  await expect(layerShapes(['linear'], 'absent.safetensors', 1)).rejects.toThrow(
    'absent.safetensors: no such file',
  );
});
