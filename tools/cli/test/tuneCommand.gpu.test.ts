import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseTuning } from '@roentgan/gan-runtime/tuning';
import { expect, test } from 'vitest';
import { runCommand, runCommandWith } from './runCommand.ts';
import { temporaryFolder } from './temporaryFolder.ts';
import { tinyModelFile } from './tinyModel.ts';

const folder = temporaryFolder();
writeFileSync(join(folder, 'tiny.safetensors'), tinyModelFile);

test('bench tune writes a table of every kernel on every shape', () => {
  const result = runCommand(folder, 'bench', 'tune', 'tiny.safetensors', '--backend', 'webgpu');
  expect(result.code, result.stderr).toBe(0);
  expect(result.stderr).toBe('');
  const [line, last] = result.stdout.trim().split('\n');
  expect(line).toMatch(
    /^1 of 1, mix\.linear: 7 -> 16: direct [\d.]+ (ms|us), splitk [\d.]+ (ms|us)(, splitkSubgroups [\d.]+ (ms|us))?: linear(\.splitk(Subgroups)?)?$/,
  );
  expect(last).toMatch(/^tiny\.tuning\.json: 1 rules for .*swiftshader/i);
  const table = parseTuning(JSON.parse(readFileSync(join(folder, 'tiny.tuning.json'), 'utf8')));
  expect(table).toMatchObject({
    deviceClass: 'software',
    model: { name: 'tiny', file: expect.stringMatching(/^[0-9a-f]{64}$/) },
  });
  expect(table.layers[0]!.kernels.map(({ kernel }) => kernel)).toEqual([
    'linear',
    'linear.splitk',
    // Where the adapter has subgroups.
    ...(line!.includes('splitkSubgroups') ? ['linear.splitkSubgroups'] : []),
  ]);
  expect(Date.parse(table.date)).not.toBeNaN();
});

test('an adapter in software has to be asked for, and nothing is written', () => {
  const result = runCommand(folder, 'bench', 'tune', 'tiny.safetensors', '-o', 'none.json');
  expect(result.code).toBe(1);
  expect(result.stderr).toMatch(/^roentgan bench: .+; --backend webgpu takes .+\n$/);
  const nothing = { VK_DRIVER_FILES: '/nothing.json', VK_ICD_FILENAMES: '/nothing.json' };
  const without = runCommandWith(
    nothing,
    folder,
    'bench',
    'tune',
    'tiny.safetensors',
    '--backend',
    'webgpu',
    '-o',
    'none.json',
  );
  expect(without.code).toBe(1);
  expect(without.stderr).toMatch(
    /^roentgan bench: no WebGPU adapter \(.+\), expected a GPU and its driver$/m,
  );
  expect(existsSync(join(folder, 'none.json'))).toBe(false);
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
});

test('unusable arguments end with exit code 2', () => {
  for (const args of [[], ['tiny.safetensors', '--backend', 'cpu'], ['tiny.safetensors', '-o', '']]) {
    expect(runCommand(folder, 'bench', 'tune', ...args).code).toBe(2);
  }
});
