import { expect, test } from 'vitest';
import { latestOnly } from './latestOnly.ts';

test('requests during a run become one more run that sees the newest state', async () => {
  let wanted = 1;
  const seen: number[] = [];
  const finish: (() => void)[] = [];
  const runs = latestOnly(async () => {
    seen.push(wanted);
    await new Promise<void>((resolve) => finish.push(resolve));
  });
  runs.request();
  for (wanted = 2; wanted < 5; wanted++) runs.request();
  expect([seen, runs.busy]).toEqual([[1], true]);
  finish[0]!();
  await settled();
  expect([seen, runs.busy]).toEqual([[1, 5], true]);
  finish[1]!();
  await settled();
  expect([seen, runs.busy]).toEqual([[1, 5], false]);
  runs.request();
  expect(seen).toEqual([1, 5, 5]);
});

function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
