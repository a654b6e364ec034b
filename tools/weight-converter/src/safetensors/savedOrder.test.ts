import { describe, expect, it } from 'vitest';
import { TorchTensor } from '../pytorch/torchTensor.ts';
import { savedOrder } from './savedOrder.ts';

const storage = { type: 'FloatStorage', key: '', start: 0, bytes: () => new Uint8Array() };

/** Modules in the order that `savedOrder` gives to parameters of these shapes. */
function modulesOf(shapes: Record<string, readonly number[]>): string[] {
  const sorted = Object.entries(shapes).sort(([a], [b]) => (a < b ? -1 : 1));
  const tensors = new Map(sorted.map(([name, shape]) => [name, new TorchTensor(storage, 0, shape, [])]));
  return [...new Set([...savedOrder(tensors).keys()].map((name) => name.replace(/\.?[^.]*$/, '')))];
}

describe('savedOrder', () => {
  it('counts in a Sequential', () => {
    const names = ['main.0', 'main.1', 'main.3', 'main.10', 'main.12'];
    expect(modulesOf(Object.fromEntries(names.map((name) => [`${name}.weight`, [2, 2]])))).toEqual(names);
  });

  it('counts names that count, and only those', () => {
    const names = ['conv1', 'conv2', 'conv10', 'fc1', 'fc21', 'fc22', 'fc3', 'fc4'];
    const convolutions = Array.from({ length: 10 }, (_, index) => `conv${index + 1}`);
    const all = [...convolutions, ...names.filter((name) => name.startsWith('fc'))];
    expect(modulesOf(Object.fromEntries(all.map((name) => [`${name}.weight`, [2, 2]])))).toEqual(all);
  });

  it('puts norms behind the layer of the same number', () => {
    const shapes = {
      'conv1.weight': [4, 1, 3, 3],
      'bn1.running_mean': [4],
      'conv2.weight': [4, 4, 3, 3],
      'bn2.running_mean': [4],
      'fc.weight': [2, 64],
    };
    expect(modulesOf(shapes)).toEqual(['conv1', 'bn1', 'conv2', 'bn2', 'fc']);
  });

  it('puts norms behind the layer that gives their channels where numbers say nothing', () => {
    const shapes = {
      'conv1.weight': [8, 1, 3, 3],
      'conv3.weight': [24, 8, 3, 3],
      'norm1.running_mean': [24],
      'fc1.weight': [32, 96],
      'fc2.weight': [10, 32],
      'norm2.running_mean': [10],
    };
    expect(modulesOf(shapes)).toEqual(['conv1', 'conv3', 'norm1', 'fc1', 'fc2', 'norm2']);
  });
});
