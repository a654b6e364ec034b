import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readResults } from './readResults.ts';
import { resultsCsv } from './resultsCsv.ts';

const file = new URL('../results/2026-11-22-cpu.json', import.meta.url);
const results = readResults(readFileSync(file, 'utf8'), 'cpu.json');

test('every line has every column, whatever names hold', () => {
  const adapter = { ...results.adapter, webgpu: 'Beads, "wooden"' };
  const csv = resultsCsv({ ...results, adapter });
  const lines = csv.split('\r\n');
  expect(lines.pop()).toBe('');
  expect(lines[1]).toContain(',"Beads, ""wooden""",');
  const cells = lines.map(
    (line) => line.match(/("([^"]|"")*"|[^,]*)(,|$)/g)!.filter((cell) => cell !== '').length,
  );
  // A last cell that is empty matches nothing, so that its line ends on a comma.
  const counted = cells.map((count, at) => count + (lines[at]!.endsWith(',') ? 1 : 0));
  expect(new Set(counted)).toEqual(new Set([17]));
});

test('figures are those of the file', () => {
  const [{ contenders }] = results.models as [(typeof results.models)[number]];
  const { image } = contenders[0]!;
  const line = resultsCsv(results)
    .split('\r\n')
    .find((each) => each.includes('dcgan64,roentgan-cpu,') && each.includes(',image,,ms,'))!;
  expect(line.split(',image,,ms,')[1]!.split(',').map(Number)).toEqual([
    60,
    image.summary.median,
    ...image.summary.interval,
    image.summary.minimum,
    image.summary.p95,
    image.summary.maximum,
  ]);
});
