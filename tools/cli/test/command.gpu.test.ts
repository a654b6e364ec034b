import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readNpy, writeNpy } from '../src/npy.ts';
import { runCommand, runCommandWith } from './runCommand.ts';
import { temporaryFolder } from './temporaryFolder.ts';
import { tinyImage, tinyModelFile } from './tinyModel.ts';

const folder = temporaryFolder();
writeFileSync(join(folder, 'tiny.safetensors'), tinyModelFile);

test('generate on WebGPU in Node: the command ends and names its adapter', () => {
  const result = runCommand(
    folder,
    'generate',
    '--model',
    'tiny.safetensors',
    '--backend',
    'webgpu',
    '--count',
    '3',
  );
  expect(result.code, result.stderr).toBe(0);
  expect(result.stderr).toMatch(/^webgpu: .+\n$/);
  const manifest = readFileSync(join(folder, 'out/manifest.jsonl'), 'utf8').trim().split('\n');
  expect(manifest.map((line) => JSON.parse(line).backend)).toEqual(['webgpu', 'webgpu', 'webgpu']);
});

test('run on WebGPU gives the values of the model', () => {
  const z = [0.5, -1, 2, 0.25];
  writeFileSync(join(folder, 'z.npy'), writeNpy({ shape: [1, 4], data: Float32Array.from(z) }));
  writeFileSync(join(folder, 'grade.npy'), writeNpy({ shape: [1, 3], data: Float32Array.of(0, 1, 0) }));
  const files = ['--input', 'z=z.npy', '--input', 'grade=grade.npy', '--output', 'image=image.npy'];
  const result = runCommand(folder, 'run', 'tiny.safetensors', '--backend', 'webgpu', ...files);
  expect(result.code, result.stderr).toBe(0);
  const image = readNpy(readFileSync(join(folder, 'image.npy')), 'image.npy');
  tinyImage(z, [0, 1, 0]).forEach((value, index) => {
    expect(image.data[index]).toBeCloseTo(value, 5);
  });
});

test('without an adapter: webgpu fails with what to do, auto takes the CPU and says why', () => {
  const nothing = { VK_DRIVER_FILES: '/nothing.json', VK_ICD_FILENAMES: '/nothing.json' };
  const args = ['generate', '--model', 'tiny.safetensors', '--out', 'without'];
  const forced = runCommandWith(nothing, folder, ...args, '--backend', 'webgpu');
  expect(forced.code).toBe(1);
  expect(forced.stderr).toMatch(/^roentgan generate: no WebGPU adapter \(.+\): install Chromium/m);
  expect(existsSync(join(folder, 'without'))).toBe(false);
  const automatic = runCommandWith(nothing, folder, ...args);
  expect(automatic.code, automatic.stderr).toBe(0);
  expect(automatic.stderr).toMatch(/^cpu: WebAssembly .+ \(no WebGPU adapter\)$/m);
});

test('auto leaves an adapter in software for the CPU and says why', () => {
  const result = runCommand(folder, 'generate', '--model', 'tiny.safetensors', '--out', 'auto');
  expect(result.code, result.stderr).toBe(0);
  expect(result.stderr).toMatch(/^cpu: WebAssembly .+ \(the only WebGPU adapter \(.+\) is software.+\)\n$/);
});
