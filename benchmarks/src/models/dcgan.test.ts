import { inferShapes, readModel, writeModel } from '@roentgan/gan-runtime/model-file';
import { expect, test } from 'vitest';
import { seededModel } from './seededModel.ts';

test('dcgan64 is a valid model file of the published size', () => {
  const model = readModel(writeModel(seededModel('dcgan64')));
  const shapes = new Map([...model.tensors].map(([name, { shape }]) => [name, shape]));
  expect(inferShapes(model.graph, shapes, 2).get('image')).toEqual([2, 3, 64, 64]);
  const parameters = [...shapes.values()].map((shape) => shape.reduce((product, size) => product * size, 1));
  // torch: DCGAN with nz=100, ngf=64 has 3,576,704 parameters; 1,920 more are running statistics.
  expect(parameters.reduce((sum, count) => sum + count, 0)).toBe(3_576_704 + 1_920);
  expect(model.graph.nodes.map(({ op }) => op).filter((op) => op === 'batchNorm2d')).toHaveLength(4);
});

test('batch norm statistics are uneven and variances positive', () => {
  const { bytes } = seededModel('dcgan64').tensors.get('n.0.runningVar')!;
  const variances = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  expect(Math.min(...variances)).toBeGreaterThan(0.4);
  expect(Math.max(...variances) - Math.min(...variances)).toBeGreaterThan(0.5);
});
