import { expect, test } from 'vitest';
import { parseArguments, UsageError } from './arguments.ts';
import { defaultContenders } from './contenders.ts';
import { modelNames } from './modelNames.ts';

test('without arguments the small models are measured with everyone', () => {
  expect(parseArguments([])).toEqual(parseArguments(['peers']));
  expect(parseArguments([])).toMatchObject({ models: ['dcgan64', 'knee'], runs: 30, warmup: 5, cold: 3 });
  expect(parseArguments([])).toMatchObject({ contenders: defaultContenders, baseline: 'tfjs-webgpu' });
});

test('models alone', () => {
  expect(parseArguments(['models'])).toMatchObject({
    contenders: ['roentgan', 'roentgan-cpu'],
    baseline: 'roentgan',
  });
  expect(parseArguments(['--all']).models).toEqual(modelNames);
});

test('in Node', () => {
  expect(parseArguments([])).toMatchObject({ runtime: 'chromium', batches: [] });
  expect(parseArguments(['--runtime', 'node'])).toMatchObject({ batches: [1, 8, 16, 64], software: false });
  const chosen = parseArguments('--runtime node --adapter NVIDIA --batches 4,2 --software'.split(' '));
  expect(chosen).toMatchObject({ adapter: 'NVIDIA', batches: [4, 2], software: true });
  expect(parseArguments(['--runtime', 'node', '--batches', '']).batches).toEqual([]);
});

test('options', () => {
  const line =
    'peers --only knee --runs 2 --warmup 0 --contenders tfjs-wasm,roentgan --out x --results y.md --json';
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
  ['kernel', 'what to measure is "kernel", expected peers, models'],
  ['peers knee', 'unknown argument "knee"'],
  ['--runs 0', '--runs is "0", expected an integer from 1'],
  ['--runs many', '--runs is "many"'],
  ['--only resnet', '--only is "resnet", expected dcgan64, knee'],
  ['--contenders jax', '--contenders is "jax", expected roentgan'],
  ['--contenders roentgan,ort-wasm --baseline tfjs-webgpu', 'expected roentgan, ort-wasm'],
  ['--tolerance nan', '--tolerance is "nan", expected a number above 0'],
  ['--only knee --model a.safetensors', '--only and --model exclude each other'],
  ['--all --only knee', '--all excludes --only and --model'],
  ['--runtime bun', '--runtime is "bun", expected chromium, firefox, node, deno'],
  ['--runtime node --contenders tfjs-webgl', 'tfjs-webgl runs in a browser only'],
  ['--adapter NVIDIA', '--adapter is for --runtime node'],
  ['--adapter NVIDIA --runtime deno', '--adapter is for --runtime node'],
  ['--software --runtime firefox', '--software is for --runtime node and deno'],
  ['--hardware --runtime deno', '--hardware is for browsers'],
  ['--runtime node --batches 8,x', '--batches is "x", expected an integer from 1'],
  ['--threshold=-1', '--threshold is "-1", expected a number from 0 on'],
  ['--speed', "Unknown option '--speed'"],
])('%s is refused', (line, message) => {
  const parse = () => parseArguments(line.split(' '));
  expect(parse).toThrow(UsageError);
  expect(parse).toThrow(message);
});
