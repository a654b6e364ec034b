import { expect, test } from 'vitest';
import { exportProgress, progressLine } from './exportProgress.ts';

test.each([
  [500, 20_000, 25, '500 of 20000 images, 25.0 a second, 13 min 0 s left'],
  [19_990, 20_000, 2.5, '19990 of 20000 images, 2.50 a second, 4 s left'],
  [1000, 320_000, 20, '1000 of 320000 images, 20.0 a second, 4 h 25 min left'],
  [1000, 320_000, 0, '1000 of 320000 images'],
])('%d of %d at %d a second', (done, total, rate, line) => {
  expect(progressLine(done, total, { at: 0, done: done - rate * 10 }, 10_000)).toBe(line);
});

function written(isTTY: boolean, moments: readonly (readonly [at: number, done: number])[]): string[] {
  const lines: string[] = [];
  const stream = { isTTY, write: (text: string) => lines.push(text) } as unknown as NodeJS.WriteStream;
  let time = 0;
  const progress = exportProgress(stream, () => time);
  for (const [at, done] of moments) {
    time = at;
    progress.update({ done, total: 1000 });
  }
  progress.end();
  return lines;
}

test('a log has a line every half minute, with the rate of the last one', () => {
  const moments = Array.from({ length: 121 }, (_, second) => [second * 1000, 1 + second * 2] as const);
  expect(written(false, moments)).toEqual([
    '61 of 1000 images, 2.00 a second, 7 min 50 s left\n',
    '121 of 1000 images, 2.00 a second, 7 min 20 s left\n',
    '181 of 1000 images, 2.00 a second, 6 min 50 s left\n',
    '241 of 1000 images, 2.00 a second, 6 min 20 s left\n',
  ]);
});

test('a terminal has one line that changes and is gone at the end', () => {
  const lines = written(true, [
    [0, 1],
    [100, 2],
    [250, 3],
  ]);
  expect(lines).toEqual(['\r\x1b[2K3 of 1000 images, 8.00 a second, 2 min 5 s left', '\r\x1b[2K']);
});
