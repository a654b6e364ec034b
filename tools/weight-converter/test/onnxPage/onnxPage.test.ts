import { expect, test } from 'vitest';
import { folds, mappers } from '../../src/onnx/ops/operations.ts';
import { named } from './claims.ts';
import { onnxPage } from './page.ts';

const onlyFolded = [...folds.keys()].filter((op) => !mappers.has(op));

test('docs/onnx.md lists what the reader has', async () => {
  const page = onnxPage([...mappers.keys()], onlyFolded);
  await expect(page).toMatchFileSnapshot('../../../../docs/onnx.md');
});

test('at least 70 operations are claimed', () => {
  expect(mappers.size).toBeGreaterThanOrEqual(70);
});

test('every operation with an opset or a limit of its own is there', () => {
  expect(named.filter((op) => !mappers.has(op) && !folds.has(op))).toEqual([]);
});
