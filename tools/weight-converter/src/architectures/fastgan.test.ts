import { describe, expect, it } from 'vitest';
import { fastgan } from './fastgan.ts';

/** Shapes of FastGAN's own generator at a size, with few channels. */
function shapesAt(side: number): Map<string, readonly number[]> {
  const shapes = new Map<string, readonly number[]>([
    ['init.init.0.weight', [9, 8, 4, 4]],
    ['init.init.1.running_mean', [8]],
    ['to_big.weight', [3, 4, 3, 3]],
    ['to_128.weight', [3, 4, 1, 1]],
  ]);
  for (let size = 8; size <= side; size *= 2) {
    const isLarge = [8, 32, 128, 512].includes(size);
    shapes.set(`feat_${size}.1.weight`, [8, 4, 3, 3]);
    shapes.set(`feat_${size}.2.${isLarge ? 'weight' : 'running_mean'}`, [isLarge ? 1 : 8]);
    if (isLarge) {
      shapes.set(`feat_${size}.3.running_mean`, [8]);
      shapes.set(`feat_${size}.7.running_mean`, [8]);
    }
    if (size >= 64 && size <= 512) shapes.set(`se_${size}.main.1.weight`, [4, 4, 4, 4]);
  }
  return shapes;
}

function layersAt(side: number) {
  const result = fastgan.describe(shapesAt(side), {});
  if (typeof result === 'string') throw new Error(result);
  return result.architecture;
}

describe('fastgan', () => {
  it('excites each layer by one 16 times smaller, pooled to 4x4', () => {
    const { layers, inputs } = layersAt(1024);
    const pools = layers.filter(({ op }) => op === 'avgPool2d');
    expect(pools.map(({ name, attributes }) => [name, attributes!.stride])).toEqual([
      ['se_128.main.0', 2],
      ['se_256.main.0', 4],
      ['se_512.main.0', 8],
    ]);
    const squeezed = layers.filter(({ name }) => /^se_\d+\.main\.1$/.test(name!));
    expect(squeezed.map((layer) => layer.inputs)).toEqual([
      ['init.init.1.gated'],
      ['se_128.main.0'],
      ['se_256.main.0'],
      ['se_512.main.0'],
    ]);
    expect(inputs.slice(1).map(({ shape }) => shape[2])).toEqual([8, 8, 32, 32, 128, 128, 512, 512]);
  });

  it.each([
    [256, undefined],
    [512, undefined],
    [1024, 'tanh'],
  ])('ends at %d as its authors do', (side, activation) => {
    expect(layersAt(side).layers.at(-1)).toMatchObject({ op: 'conv2d', name: 'to_big' });
    expect(layersAt(side).layers.at(-1)!.activation).toBe(activation);
  });

  it('refuses other kernels and names', () => {
    expect(fastgan.describe(new Map(), {})).toContain('has no "init.init.0.weight"');
    const shapes = shapesAt(8).set('init.init.0.weight', [9, 8, 3, 3]);
    expect(fastgan.describe(shapes, {})).toBe('"init.init.0.weight" has a kernel of 3, expected 4');
  });
});
