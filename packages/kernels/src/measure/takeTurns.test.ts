import { expect, test } from 'vitest';
import { type Running, takeTurns } from './takeTurns.ts';

const times = { fast: 1, near: 3, slow: 9, hopeless: 17 };
const running = (): Running[] =>
  Object.keys(times).map((name) => ({ candidate: { name }, recorded() {}, count: 1, times: [] }));
const timer = { sample: async (_: unknown, __: number, name: string) => times[name as keyof typeof times] };

test('what is slow is sampled three times, what is hopeless once, the others until there are enough', async () => {
  const all = running();
  await takeTurns(timer, all, { samples: 7, budget: 60_000, patience: 4 });
  expect(all.map((each) => each.times.length)).toEqual([7, 7, 3, 1]);
});

test('after three rounds none begins once the budget is used up', async () => {
  const all = running();
  await takeTurns(timer, all, { samples: 7, budget: -1, patience: Number.POSITIVE_INFINITY });
  expect(all.map((each) => each.times.length)).toEqual([3, 3, 3, 3]);
});

test('an aborted measurement ends before the next sample', async () => {
  const all = running();
  const stop = new AbortController();
  const sample = async () => {
    stop.abort(new Error('enough'));
    return 1;
  };
  const limits = { samples: 7, budget: 60_000, patience: 4, signal: stop.signal };
  await expect(takeTurns({ sample }, all, limits)).rejects.toThrow('enough');
  expect(all.map((each) => each.times.length)).toEqual([1, 0, 0, 0]);
});
