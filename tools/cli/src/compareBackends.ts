import type { GraphInput } from '@roentgan/gan-runtime';
import type { ModelSource } from './modelSource.ts';
import { openGenerator } from './openGenerator.ts';
import type { Tensor } from './tensor.ts';

export interface BackendDifference {
  readonly adapter: string;
  /** Largest absolute difference between the backends, over all outputs. */
  readonly maximum: number;
  /** Largest absolute value that the CPU gave. */
  readonly largest: number;
}

/** Largest difference accepted, relative to the largest value (at least 1). */
const TOLERANCE = 1e-3;

/** Runs a model on the GPU and on the CPU with the same seeded inputs, in f32. Throws where they disagree. */
export async function compareBackends(source: ModelSource): Promise<BackendDifference> {
  await using webgpu = await openGenerator(source, 'webgpu', { precision: 'f32' });
  await using cpu = await openGenerator(source, 'cpu', { precision: 'f32' });
  const inputs = Object.fromEntries(cpu.model.inputs.map((input) => [input.name, exampleInput(input)]));
  const expected = await cpu.run(inputs);
  const found = await webgpu.run(inputs);
  let maximum = 0;
  let largest = 0;
  for (const [name, { data }] of Object.entries(expected)) {
    const other = found[name]!.data;
    data.forEach((value, index) => {
      const difference = Math.abs(value - other[index]!);
      if (Number.isNaN(difference)) throw new Error(`--verify: output "${name}" has no number at ${index}`);
      maximum = Math.max(maximum, difference);
      largest = Math.max(largest, Math.abs(value));
    });
  }
  if (maximum > TOLERANCE * Math.max(1, largest)) {
    throw new Error(
      `--verify: backends differ by ${maximum}, expected at most ${TOLERANCE * Math.max(1, largest)}`,
    );
  }
  return { adapter: webgpu.adapter, maximum, largest };
}

/** One image's worth of input: the default label, or values of a small fixed generator within the range. */
export function exampleInput(input: GraphInput): Tensor & { shape: number[] } {
  const shape = input.shape.map((size) => (size === 'N' ? 1 : size));
  const data = new Float32Array(shape.reduce((total, size) => total * size, 1));
  if (input.kind === 'label') {
    if (input.encoding === 'one-hot') data[input.default] = 1;
    else data.fill(input.default);
    return { shape, data };
  }
  const [low, high] = input.range ?? [-1.5, 1.5];
  let state = 1;
  for (let index = 0; index < data.length; index++) {
    // Park and Miller's minimal standard generator (CACM 31, 1988).
    state = (state * 48_271) % 2_147_483_647;
    data[index] = low + ((high - low) * state) / 2_147_483_647;
  }
  return { shape, data };
}
