import { unaryFunctions } from '@roentgan/kernels';
import { beforeAll, describe, expect, it } from 'vitest';
import { enableRelaxed } from '../test/enableRelaxed.ts';
import { callBytes, encodeCall } from './calls.ts';
import { Kernels } from './engine/kernels.ts';
import { loadModule } from './loadModule.ts';

type Function = keyof typeof unaryFunctions;

const bytes = 65536 * 4;
const [callAt, inputAt, outputAt] = [1024, 65536, 65536 + bytes];

/** Values of a function as the module computes them. */
let compute: (name: Function, values: readonly number[]) => Float32Array;

/** As far apart as they lie in f32, from the one to the other. */
function spaced(first: number, last: number, count: number): number[] {
  return Array.from({ length: count }, (_, at) => Math.fround(first * (last / first) ** (at / (count - 1))));
}

const between = (first: number, last: number, count: number) =>
  Array.from({ length: count }, (_, at) => Math.fround(first + ((last - first) * at) / (count - 1)));

/** The largest error, over the value where that is above `scale`. */
function worst(name: Function, values: readonly number[], scale: number): number {
  const exact: (x: number, attributes: object) => number = unaryFunctions[name];
  return compute(name, values).reduce((error, value, at) => {
    const expected = exact(values[at]!, {});
    return Math.max(error, Math.abs(value - expected) / Math.max(Math.abs(expected), scale));
  }, 0);
}

describe.each(['simd', 'relaxed'] as const)('%s', (instructions) => {
  beforeAll(async () => {
    enableRelaxed();
    const module = await loadModule(instructions, false);
    const memory = new WebAssembly.Memory({ initial: 16 });
    const kernels = new Kernels(module, memory, 512);
    compute = (name, values) => {
      const channels = values.length;
      const fields = {
        ...{
          output: outputAt,
          input: inputAt,
          channelParameters: 0,
          residual: 0,
          noise: 0,
          spread: 0,
          CHANNELS: channels,
          BIAS: 0,
        },
        ...{ RESIDUAL: 0, ACTIVATION: 0, ALPHA: 0, BETA: 0, STEEPNESS: 1, LIMIT: 20 },
        VECTORS: Math.ceil(channels / 4),
        FUNCTION: Object.keys(unaryFunctions).indexOf(name),
      };
      new Float32Array(memory.buffer, inputAt, channels).set(values);
      new Uint8Array(memory.buffer, callAt, callBytes('unary')).set(encodeCall('unary', fields));
      kernels.run({ kernel: 'unary', at: callAt });
      return new Float32Array(memory.buffer.slice(outputAt, outputAt + channels * 4));
    };
  });

  // Relative errors; one unit in the last place is 6e-8 to 1.2e-7.
  it.each([
    ['exp', between(-87, 88.7, 50001), 6e-7],
    ['log', [...spaced(1.2e-38, 0.9, 30001), ...spaced(1.1, 3.4e38, 30001)], 2.5e-7],
    ['sqrt', spaced(1.2e-38, 3.4e38, 20001), 7e-8],
    ['rsqrt', spaced(1.2e-38, 3.4e38, 20001), 1.8e-7],
    ['reciprocal', spaced(-1e-37, -1e37, 20001), 7e-8],
  ] as const)('%s is right over all of f32', (name, values, bound) => {
    expect(worst(name, values, 0)).toBeLessThan(bound);
  });

  it.each([
    ['log', between(0.9, 1.1, 20001), 1e-7],
    ['sin', between(-100, 100, 50001), 2e-7],
    ['cos', between(-100, 100, 50001), 2e-7],
    ['sin', between(-1e4, 1e4, 50001), 3e-7],
    ['sin', between(-1e5, 1e5, 50001), 1.2e-6],
    ['cos', between(-1e4, 1e4, 50001), 3e-7],
    ['cos', between(-1e5, 1e5, 50001), 1.2e-6],
    ['erf', between(-6, 6, 20001), 5e-7],
    ['softplus', between(-100, 100, 20001), 3e-7],
    ['mish', between(-100, 100, 20001), 6e-7],
  ] as const)('%s is right between (%#)', (name, values, bound) => {
    expect(worst(name, values, 1)).toBeLessThan(bound);
  });

  it.each([
    ['exp', [89, 1000, Infinity, -104, -1000, -Infinity]],
    ['log', [0, -0, -1, Infinity, Number.NaN, 1]],
    ['sqrt', [0, -1, Infinity, Number.NaN]],
    ['rsqrt', [0, -1, Infinity, Number.NaN]],
    ['reciprocal', [0, -0, Infinity, -Infinity]],
    ['sign', [0, -0, Infinity, -1e-30, 1e-30]],
    ['round', [0.5, 1.5, 2.5, -0.5, -1.5, 8388609, -1e30]],
    ['softplus', [-1000, 1000]],
    ['abs', [-Infinity, -0]],
  ] as const)('%s at its edges: %j', (name, values) => {
    const exact: (x: number, attributes: object) => number = unaryFunctions[name];
    const expected = values.map((value) => Math.fround(exact(value, {})) + 0);
    expect([...compute(name, values)].map((value) => value + 0)).toEqual(expected);
  });
});
