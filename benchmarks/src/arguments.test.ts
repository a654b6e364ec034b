import { expect, test } from 'vitest';
import { parseArguments, UsageError } from './arguments.ts';
import { defaultContenders } from './contenders.ts';

test('without arguments everything is measured', () => {
  expect(parseArguments([])).toEqual(parseArguments(['models']));
  expect(parseArguments([])).toMatchObject({ models: ['dcgan64', 'knee'], runs: 30, warmup: 5, cold: 3 });
  expect(parseArguments([])).toMatchObject({ contenders: defaultContenders, baseline: 'tfjs-webgpu' });
});

test('options', () => {
  const line =
    'models --only knee --runs 2 --warmup 0 --contenders tfjs-wasm,roentgan --out x --results y.md --json';
  expect(parseArguments(line.split(' '))).toMatchObject({
    models: ['knee'],
    runs: 2,
    warmup: 0,
    contenders: ['roentgan', 'tfjs-wasm'],
    baseline: 'roentgan',
    out: 'x',
    results: 'y.md',
    json: true,
  });
});

test('a baseline of the contenders', () => {
  const chosen = '--contenders ort-wasm-1,tfjs-wasm-1 --baseline tfjs-wasm-1';
  expect(parseArguments(chosen.split(' '))).toMatchObject({
    contenders: ['tfjs-wasm-1', 'ort-wasm-1'],
    baseline: 'tfjs-wasm-1',
  });
});

test.each([
  ['kernels', 'unknown argument "kernels", expected models'],
  ['--runs 0', '--runs is "0", expected an integer from 1'],
  ['--runs many', '--runs is "many"'],
  ['--only resnet', '--only is "resnet", expected dcgan64, knee'],
  ['--contenders jax', '--contenders is "jax", expected roentgan'],
  ['--contenders roentgan,ort-wasm --baseline tfjs-webgpu', 'expected roentgan, ort-wasm'],
  ['--tolerance nan', '--tolerance is "nan", expected a number above 0'],
  ['--only knee --model a.safetensors', '--only and --model exclude each other'],
  ['--speed', "Unknown option '--speed'"],
])('%s is refused', (line, message) => {
  const parse = () => parseArguments(line.split(' '));
  expect(parse).toThrow(UsageError);
  expect(parse).toThrow(message);
});
