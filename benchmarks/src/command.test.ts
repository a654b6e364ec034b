import { expect, test } from 'vitest';
import { parseArguments } from './arguments.ts';
import { commandOf } from './command.ts';

test.each([
  '',
  'models',
  '--all',
  '--batches 8,16',
  '--only knee --runtime node --batches 4,2 --adapter NVIDIA --software',
  '--only knee --runtime firefox --hardware',
  '--only knee --runtime deno --software',
  '--only knee --contenders roentgan-cpu-1,ort-wasm-1 --baseline ort-wasm-1 --runs 7',
  '--model a.safetensors --model models/b.safetensors --warmup 0 --cold 1 --tolerance 0.01 --hardware',
])('repeats "%s"', (line) => {
  const measured = parseArguments(line.split(' ').filter((word) => word !== ''));
  expect(commandOf(measured)).toBe(`npx roentgan bench ${line}`.trim());
});

test('leaves out where results go, and what is as usual', () => {
  const line =
    '--only dcgan64 --only knee --runs 30 --out x --results y.md --json --contenders tfjs-wasm,roentgan';
  expect(commandOf(parseArguments(line.split(' ')))).toBe(
    'npx roentgan bench --contenders roentgan,tfjs-wasm',
  );
});

test('quotes paths that a shell would take apart', () => {
  expect(commandOf(parseArguments(['--model', 'my model.safetensors']))).toBe(
    "npx roentgan bench --model 'my model.safetensors'",
  );
});
