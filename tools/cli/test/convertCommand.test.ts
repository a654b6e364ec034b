import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readNpy, writeNpy } from '../src/npy.ts';
import { runCommand } from './runCommand.ts';
import { temporaryFolder } from './temporaryFolder.ts';
import { tinyModelFile } from './tinyModel.ts';

const folder = temporaryFolder();
const run = (...args: string[]) => runCommand(folder, ...args);
writeFileSync(join(folder, 'tiny.safetensors'), tinyModelFile);
writeFileSync(join(folder, 'z.npy'), writeNpy({ shape: [1, 4], data: Float32Array.from([1, 2, 3, 4]) }));
writeFileSync(join(folder, 'grade.npy'), writeNpy({ shape: [1, 3], data: Float32Array.from([1, 0, 0]) }));

test('convert --verify on the CPU: the backend, the reference and how they differ', () => {
  run('convert', 'tiny.safetensors', '-o', 'verified.onnx');
  const args = ['convert', 'verified.onnx', '-o', 'verified.safetensors', '--verify'];
  const result = run(...args, '--backend', 'cpu', '--threads', '1', '--json');
  expect(result.code, result.stderr).toBe(0);
  expect(result.stderr).toMatch(/cpu: WebAssembly .+\nreference: plain loops on the CPU\n$/);
  const { verified } = JSON.parse(result.stdout);
  expect(verified).toMatchObject({ backend: 'cpu', maximum: expect.any(Number) });
  expect(verified.largest).toBeGreaterThan(0.5);
});

test('convert: a model file to ONNX, the same bytes each time, and back', () => {
  const written = run('convert', 'tiny.safetensors', '-o', 'tiny.onnx', '--json');
  expect(written.code, written.stderr).toBe(0);
  const bytes = readFileSync(join(folder, 'tiny.onnx'));
  expect(JSON.parse(written.stdout)).toMatchObject({ output: 'tiny.onnx', bytes: bytes.length });
  run('convert', 'tiny.safetensors', '-o', 'again.onnx');
  expect(readFileSync(join(folder, 'again.onnx')).equals(bytes)).toBe(true);
  expect(run('convert', 'tiny.onnx', '-o', 'back.safetensors').code).toBe(0);
  const values = ['tiny.safetensors', 'back.safetensors'].map((model) => {
    const inputs = ['--input', 'z=z.npy', '--input', 'grade=grade.npy'];
    const result = run('run', model, '--backend', 'cpu', ...inputs, '--output', 'image=values.npy');
    expect(result.code, result.stderr).toBe(0);
    return readNpy(readFileSync(join(folder, 'values.npy')), 'values.npy');
  });
  expect(values[1]).toEqual(values[0]);
});
