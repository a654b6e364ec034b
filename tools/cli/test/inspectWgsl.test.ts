import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommand } from './runCommand.ts';
import { temporaryFolder } from './temporaryFolder.ts';
import { tinyModelFile } from './tinyModel.ts';

const folder = temporaryFolder();
writeFileSync(join(folder, 'tiny.safetensors'), tinyModelFile);
const inspect = (...args: string[]) => runCommand(folder, 'inspect', 'tiny.safetensors', ...args);

test('inspect --wgsl writes shaders and a list of them, and replaces only its own', () => {
  const first = inspect('--wgsl', 'deep/shaders', '--json');
  expect(first.code, first.stderr).toBe(0);
  const { layers } = JSON.parse(first.stdout) as { layers: { file: string; kernel: string }[] };
  const names = readdirSync(join(folder, 'deep/shaders'));
  expect(names.sort()).toEqual([...layers.map(({ file }) => file), 'index.md'].sort());
  expect(readdirSync(join(folder, 'deep'))).toEqual(['shaders']);
  const index = readFileSync(join(folder, 'deep/shaders/index.md'), 'utf8');
  for (const { file, kernel } of layers) expect(index).toContain(`| ${file} | ${kernel} |`);

  const again = inspect('--wgsl', 'deep/shaders');
  expect(again).toMatchObject({
    code: 1,
    stderr:
      'roentgan inspect: deep/shaders: has shaders already, expected a new or empty folder, or --force\n',
  });
  const half = inspect('--wgsl', 'deep/shaders', '--force', '--dtype', 'f16');
  expect(half.code, half.stderr).toBe(0);
  expect(readFileSync(join(folder, 'deep/shaders', layers[0]!.file), 'utf8')).toContain('enable f16;');
  expect(readdirSync(join(folder, 'deep'))).toEqual(['shaders']);
});

test('kernels are those of the adapter that is named', () => {
  const model = join(import.meta.dirname, '../../../models/knee.safetensors');
  const kernelsOn = (gpu: string): string[] => {
    const result = runCommand(folder, 'inspect', model, '--wgsl', gpu, '--gpu', gpu, '--json');
    expect(result.code, result.stderr).toBe(0);
    return JSON.parse(result.stdout).layers.map(({ kernel }: { kernel: string }) => kernel);
  };
  // 103 channels, as the model's latent has, fill no whole vectors, so there is no choice.
  const chosen = kernelsOn('software').filter((kernel) => kernel.replace('.noise', '').includes('.'));
  expect(chosen).toEqual(['concat.channels']);
  expect(kernelsOn('nvidia')).toContain('convTranspose2d.tiledSmall');
  expect(readFileSync(join(folder, 'nvidia/index.md'), 'utf8')).toContain(
    'as chosen for adapters of class nvidia.',
  );
  writeFileSync(join(folder, 'bad.json'), '{');
  expect(inspect('--wgsl', 'other', '--tuning', 'bad.json')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^roentgan inspect: bad\.json: .+\n$/),
  });
});

test('it leaves other files alone, forced or not', () => {
  mkdirSync(join(folder, 'mine'));
  writeFileSync(join(folder, 'mine/notes.txt'), 'mine');
  for (const force of [[], ['--force']]) {
    const result = inspect('--wgsl', 'mine', ...force);
    expect(result.code).toBe(1);
    expect(result.stderr).toMatch(/mine: is not empty and holds other files/);
    expect(readdirSync(join(folder, 'mine'))).toEqual(['notes.txt']);
  }
  expect(inspect('--wgsl', 'mine/notes.txt').stderr).toMatch(/is a file, expected a folder/);
});

test('what is only for --wgsl is refused without it', () => {
  for (const args of [
    ['--force'],
    ['--dtype', 'f16'],
    ['--batch', '2'],
    ['--gpu', 'nvidia'],
    ['--tuning', 'a.json'],
  ]) {
    expect(inspect(...args)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('are for --wgsl DIR'),
    });
  }
});
