import { expect, test } from 'vitest';
import { loadOperations, operationNames, operationOf } from './operationTable.ts';

test('operations that are not common are there once a model names one', async () => {
  expect(operationOf('convTranspose2d')?.name).toBe('convTranspose2d');
  expect(operationOf('softmax')).toBeUndefined();
  await loadOperations(['convTranspose2d', 'relu']);
  expect(operationOf('softmax')).toBeUndefined();
  await loadOperations(['relu', 'softmax']);
  expect(operationOf('softmax')?.name).toBe('softmax');
  expect(operationNames()).toContain('convTranspose2d');
});

test('names that are no operations find nothing', async () => {
  await loadOperations(['constructor', 'doesNotExist']);
  expect(operationOf('constructor')).toBeUndefined();
  expect(operationOf('doesNotExist')).toBeUndefined();
});
