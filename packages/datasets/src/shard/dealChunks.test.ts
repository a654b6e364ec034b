import { expect, test } from 'vitest';
import { dealChunks, shardFolderName } from './dealChunks.ts';

const cases = [1, 2, 3, 7, 16, 100].flatMap((shards) =>
  [0, 1, 5, 99, 100, 1280, 320_000].map((chunks) => ({ shards, chunks })),
);

test.each(cases)('$chunks chunks over $shards shards: each once, in order, evenly', ({ shards, chunks }) => {
  const ranges = Array.from({ length: shards }, (_, at) =>
    dealChunks(chunks, { number: at + 1, count: shards }),
  );
  expect(ranges[0]!.from).toBe(0);
  expect(ranges.at(-1)!.to).toBe(chunks);
  for (const [at, { from }] of ranges.entries()) if (at > 0) expect(from).toBe(ranges[at - 1]!.to);
  const sizes = ranges.map(({ from, to }) => to - from);
  expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
});

test.each([
  [0, 4],
  [5, 4],
  [1, 0],
  [1.5, 4],
])('shard %s/%s is refused', (number, count) => {
  expect(() => dealChunks(10, { number, count })).toThrow(
    `shard is ${number}/${count}, expected I/N with I from 1 to N`,
  );
});

test('folders of shards sort as their images do', () => {
  const names = Array.from({ length: 12 }, (_, at) => shardFolderName({ number: at + 1, count: 12 }));
  expect(names.slice(0, 2)).toEqual(['shard-01-of-12', 'shard-02-of-12']);
  expect(names.toSorted()).toEqual(names);
});
