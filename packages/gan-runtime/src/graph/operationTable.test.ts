import { operations } from '@roentgan/kernels/operations';
import { expect, test } from 'vitest';
import { loadOperations, operationNames, operationOf } from './operationTable.ts';

test('operations that are not common are there once a model names one', async () => {
  expect(operationOf('convTranspose2d')?.name).toBe('convTranspose2d');
  expect(operationOf('softmax')).toBeUndefined();
  await loadOperations(new Set(['convTranspose2d', 'relu']));
  expect(operationOf('softmax')).toBeUndefined();
  await loadOperations(new Set(['relu', 'softmax', 'conv2d']));
  expect(operationOf('softmax')?.name).toBe('softmax');
  expect(operationOf('conv2d')?.name).toBe('conv2d');
  expect(operationOf('permute')).toBeUndefined(); // no group of theirs
});

test('names that are no operations find nothing', async () => {
  await loadOperations(new Set(['constructor', 'doesNotExist']));
  expect(operationOf('constructor')).toBeUndefined();
  expect(operationOf('doesNotExist')).toBeUndefined();
});

test('all operations are named, loaded or not', () => {
  expect(operationNames().toSorted()).toEqual(Object.keys(operations).toSorted());
});
