import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommand } from './runCommand.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const folder = temporaryFolder();
const shape = 'input=1x6x5x4 out=5 kernel=4 stride=2 padding=1 bias';
const kernels = join(import.meta.dirname, '../../../packages/kernels/src');
const code = readFileSync(join(kernels, 'convTranspose2d/convTranspose2d.wgsl'), 'utf8');
const mine = `//! op: convTranspose2d\n//! like: convTranspose2d\n${code}`;

function bench(...args: string[]) {
  return runCommand(folder, 'bench', 'kernels', ...args, '--shape', shape);
}

/** A file with a change. */
function write(name: string, from: string, to: string): string {
  expect(mine).toContain(from);
  writeFileSync(join(folder, name), mine.replace(from, to));
  return name;
}

test('kernels of one’s own are checked and timed beside the built-in ones; a wrong one is not timed', () => {
  const right = write('right.wgsl', 'main', 'main');
  const wrong = write('wrong.wgsl', 'sum1 += w', 'sum1 -= w');
  const result = bench(
    '--variant',
    right,
    '--variant',
    wrong,
    '--samples',
    '7',
    '--json',
    '-o',
    'saved.json',
  );
  expect(result.code, result.stderr).toBe(1);
  const report = JSON.parse(result.stdout);
  expect(JSON.parse(readFileSync(join(folder, 'saved.json'), 'utf8'))).toEqual(report);
  expect(report).toMatchObject({
    format: 'roentgan-kernels',
    version: 1,
    device: { isSoftware: true },
    calls: [{ op: 'convTranspose2d', shape }],
  });
  const candidates = report.calls[0].candidates as {
    name: string;
    origin: string;
    check: object;
    time?: object;
  }[];
  expect(candidates.slice(0, 2)).toMatchObject([
    { name: 'right.wgsl', origin: 'own', check: { passes: true, wrong: 0 }, time: { count: 7 } },
    { name: 'wrong.wgsl', origin: 'own', check: { passes: false } },
  ]);
  expect(candidates[1]!.time).toBeUndefined();
  expect(candidates.length).toBeGreaterThan(2);
  for (const { origin, check, time } of candidates.slice(2)) {
    expect({ origin, check, time }).toMatchObject({
      origin: 'builtIn',
      check: { passes: true },
      time: { count: 7 },
    });
  }
  // In words, on stderr, where the difference is.
  expect(result.stderr).toMatch(/wrong\.wgsl +wrong: \d+ of 400 values; the furthest at \[0,\d,\d,\d\] is /);
  expect(result.stderr).toMatch(/bindings +0 output \(read_write\), 1 input \(read\), 2 weight \(read\)/);
  expect(result.stderr).toContain('A software adapter');
  expect(result.stderr).toMatch(/^1 of 1, command line: convTranspose2d input=1x6x5x4 /m);
  expect(result.stderr.match(/% {2}fastest$/gm)).toHaveLength(1);
});

test('an error of the compiler is about a line of the file, and nothing is measured', () => {
  const file = write('broken.wgsl', 'var sum2 = vec4f(0.0);', 'var sum2 = vec5f(0.0);');
  const line =
    readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .findIndex((text) => text.includes('vec5f')) + 1;
  const result = bench('--variant', file);
  expect(result.code).toBe(1);
  expect(result.stdout).toBe('');
  expect(result.stderr).toBe(
    `broken.wgsl:${line}:14: error: unresolved call target 'vec5f'\n    var sum2 = vec5f(0.0);\n               ^^^^^\n`,
  );
});

test('what does not fit is said before anything is measured', () => {
  const file = write('misfit.wgsl', '@compute ', 'override MINE: u32;\n@compute ');
  const result = bench('--variant', file);
  expect(result.code).toBe(1);
  expect(result.stderr).toMatch(
    /^misfit\.wgsl: override MINE is given by nobody and has no default, expected one of .*CHANNELS/m,
  );
  expect(result.stdout).not.toContain('ceilings');
});

test('a kernel that never ends is an error, and the command ends', () => {
  const file = write('endless.wgsl', 'c < depth; c++', 'c < depth; c += 0u');
  const result = bench('--variant', file, '--seconds', '3');
  expect(result.code).toBe(1);
  expect(result.stderr).toMatch(
    /^roentgan bench: endless\.wgsl: did not finish within 3 s; does a loop of it end\?$/m,
  );
});

test('unusable arguments are refused before a device is asked for', () => {
  writeFileSync(join(folder, 'plain.wgsl'), 'fn main() {}\n');
  const run = (...args: string[]) => runCommand(folder, 'bench', 'kernels', ...args);
  for (const [args, message] of [
    [['--variant', 'plain.wgsl'], 'plain.wgsl: says no //! op'],
    [['--variant', 'absent.wgsl'], 'absent.wgsl: no such file'],
    [['--op', 'convolve'], '--op is "convolve", expected abs, add, amax, '],
    [['--op', 'conv2d', '--shape', 'input=1x3x8x8'], '--shape "input=1x3x8x8": has no weight'],
    [['--shape', shape], '--shape is of no operation'],
    [['--op', 'conv2d', '--workgroups', '3'], '--workgroups is for one --variant, found 0'],
    [['--op', 'embedding'], 'no layer of the models here is embedding, expected --shape'],
    [['--op', 'conv2d', '--shape', shape, '--batch', '2'], '--shape says the batch'],
  ] as const) {
    const result = run(...args);
    expect(result.stderr, args.join(' ')).toContain(message);
    expect(result.stderr.trim().split('\n')).toHaveLength(1);
    expect(result.code).toBe(message.startsWith('absent') ? 1 : 2);
  }
});
