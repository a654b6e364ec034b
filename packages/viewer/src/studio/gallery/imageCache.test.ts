import type { GeneratedImage } from '@roentgan/gan-runtime';
import { expect, test } from 'vitest';
import { createImageCache } from './imageCache.ts';

const image = (bytes: number) => ({ values: new Float32Array(bytes / 4) }) as GeneratedImage;

test('what was looked at longest ago goes first, once the bound is reached', () => {
  const cache = createImageCache(100);
  for (const key of ['a', 'b']) cache.put(key, image(40));
  expect(cache.get('a')).toBeDefined();
  cache.put('c', image(40));
  expect(['a', 'b', 'c'].map((key) => cache.get(key) !== undefined)).toEqual([true, false, true]);
  expect(cache.bytes).toBe(80);
});

test('an image that is put again counts once, and one beyond the bound is kept alone', () => {
  const cache = createImageCache(100);
  cache.put('a', image(40));
  cache.put('a', image(60));
  expect(cache.bytes).toBe(60);
  cache.put('large', image(400));
  expect([cache.get('a'), cache.bytes]).toEqual([undefined, 400]);
  cache.clear();
  expect(cache.bytes).toBe(0);
});
