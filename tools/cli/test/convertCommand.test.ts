import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

test('convert --dtype int8 --verify: what rounding the weights costs', () => {
  run('convert', 'tiny.safetensors', '-o', 'precise.onnx');
  const args = ['convert', 'precise.onnx', '-o', 'small.safetensors', '--dtype', 'int8', '--verify'];
  const result = run(...args, '--backend', 'cpu', '--threads', '1', '--json');
  expect(result.code, result.stderr).toBe(0);
  const { rounding } = JSON.parse(result.stdout);
  expect(rounding).toMatchObject([{ output: 'image', peak: 2 }]);
  expect(rounding[0].psnr).toBeGreaterThan(25);
  expect(rounding[0].psnr).toBeLessThan(120);
  expect(run(...args, '--backend', 'cpu').stdout).toMatch(
    /image: int8 weights against f32: PSNR \d+\.\d dB \(peak 2\), at most /,
  );
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

test('convert: a TensorFlow.js model by its folder; a shard that is missing is one line', () => {
  const source = new URL('../../weight-converter/test/families/tfjs-layers-uint8-16/', import.meta.url);
  cpSync(source, join(folder, 'tfjs'), { recursive: true });
  const written = run('convert', 'tfjs', '-o', 'tfjs.safetensors', '--verify', '--backend', 'cpu', '--json');
  expect(written.code, written.stderr).toBe(0);
  expect(JSON.parse(written.stdout).verified.maximum).toBeLessThan(1e-4);
  rmSync(join(folder, 'tfjs/group1-shard2of2.bin'));
  const missing = run('convert', 'tfjs/model.json', '-o', 'missing.safetensors');
  expect(missing.code).toBe(1);
  expect(missing.stderr).toMatch(
    /^.*model\.json: shard "group1-shard2of2\.bin" cannot be read: .* is not there\n$/,
  );
});

test('convert --pixel-size: in the model and in what DICOM files say; nonsense is refused', () => {
  run('convert', 'tiny.safetensors', '-o', 'plain.onnx');
  const convert = ['convert', 'plain.onnx', '-o', 'scaled.safetensors', '--pixel-size'];
  for (const [size, message] of [
    ['0', /--pixel-size is "0", expected a number from/],
    ['1,2,3', /--pixel-size is "1,2,3", expected MM, or ROWS,COLUMNS/],
    ['wide', /--pixel-size is "wide", expected a number/],
  ] as const) {
    const refused = run(...convert, size);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(message)]);
  }
  expect(run(...convert, '0.14,0.15').code).toBe(0);
  expect(run('inspect', 'scaled.safetensors').stdout).toContain('pixels of 0.14 x 0.15 mm');
  const exporting = ['export', '--model', 'scaled.safetensors', '--count', '1', '--format', 'dicom'];
  const exported = run(...exporting, '--backend', 'cpu', '-o', 'knees');
  expect(exported.code, exported.stderr).toBe(0);
  const [file] = readdirSync(join(folder, 'knees/images'), { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.dcm'),
  );
  // Pixel Spacing (0028,0030), explicit little endian: DS of ten bytes.
  const bytes = readFileSync(join(folder, 'knees/images', file!));
  const at = bytes.indexOf('\x28\0\x30\0DS', 0, 'latin1');
  expect(at).toBeGreaterThan(0);
  expect(bytes.toString('latin1', at + 8, at + 18).trim()).toBe('0.14\\0.15');
});
