import type { GraphInput } from '@roentgan/gan-runtime';
import type { ModelSource } from './modelSource.ts';
import { openGenerator, type RunOptions } from './openGenerator.ts';
import type { Tensor } from './tensor.ts';

export interface BackendDifference {
  readonly backend: string;
  readonly adapter: string;
  /** Largest absolute difference from the reference, over all outputs. */
  readonly maximum: number;
  /** Largest absolute value that the reference gave. */
  readonly largest: number;
}

/** Largest difference accepted, relative to the largest value (at least 1). */
const TOLERANCE = 1e-3;

/** Runs a model as asked and on the reference with the same seeded inputs, in f32. Throws where they disagree. */
export async function compareBackends(source: ModelSource, asked: RunOptions): Promise<BackendDifference> {
  await using generator = await openGenerator(source, { ...asked, precision: 'f32' });
  await using reference = await openGenerator(source, { backend: 'reference' });
  const inputs = Object.fromEntries(reference.model.inputs.map((input) => [input.name, exampleInput(input)]));
  const expected = await reference.run(inputs);
  const found = await generator.run(inputs);
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
      `--verify: ${generator.backend} and reference differ by ${maximum}, expected at most ${TOLERANCE * Math.max(1, largest)}`,
    );
  }
  return { backend: generator.backend, adapter: generator.adapter, maximum, largest };
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
