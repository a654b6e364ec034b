import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import * as relaxed from '../generated/relaxed.ts';
import * as relaxedShared from '../generated/relaxedShared.ts';
import * as simd from '../generated/simd.ts';
import * as simdShared from '../generated/simdShared.ts';
import { script } from '../generated/worker.ts';

/** What a page on the CPU may load besides the runtime, in bytes. */
const budget = { module: 14150, worker: 2500 };

test.each(Object.entries({ simd, simdShared, relaxed, relaxedShared }))('module %s', (_, { base64 }) => {
  expect(gzipSync(Buffer.from(base64, 'base64')).length).toBeLessThan(budget.module);
});

test('worker script', () => {
  expect(gzipSync(script).length).toBeLessThan(budget.worker);
});
