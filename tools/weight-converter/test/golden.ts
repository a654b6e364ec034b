import { type LoadOptions, loadGenerator } from '@roentgan/gan-runtime';
import type { Tensor } from '@roentgan/kernels';

/** Inputs and outputs of the framework that a model comes from, all with the same batch. */
export interface Golden {
  readonly inputs: Readonly<Record<string, Tensor>>;
  readonly outputs: Readonly<Record<string, Tensor>>;
}

/** Largest differences that count as agreement, by the precision of the model file; in units of `differenceFrom`. */
export const goldenBounds = { f32: 1e-3, f16: 2e-2 } as const;

/**
 * How far a backend is from the golden outputs: the largest `differenceFrom` over all outputs, over the whole batch at once
 * and over its last image alone. Throws where an output is missing or has another shape.
 */
export async function compareGolden(
  bytes: Uint8Array<ArrayBuffer>,
  golden: Golden,
  options: LoadOptions & Required<Pick<LoadOptions, 'backend'>>,
): Promise<number> {
  const generator = await loadGenerator(bytes, options);
  try {
    const amplitudes = Object.fromEntries(
      Object.entries(golden.outputs).map(([name, { data }]) => [name, amplitudeOf(data)]),
    );
    let largest = 0;
    for (const part of [golden, lastImage(golden)]) {
      const found = await generator.run(part.inputs);
      for (const [name, expected] of Object.entries(part.outputs)) {
        largest = Math.max(largest, differenceFrom(name, expected, found[name], amplitudes[name]!));
      }
    }
    return largest;
  } finally {
    generator.dispose();
  }
}

/** Largest absolute difference over `amplitude`; NaN counts as infinite. */
function differenceFrom(
  name: string,
  expected: Tensor,
  found: Tensor | undefined,
  amplitude: number,
): number {
  if (!found) throw new Error(`output "${name}" is missing`);
  if (`${found.shape}` !== `${expected.shape}`)
    throw new Error(`output "${name}" is [${found.shape}], expected [${expected.shape}]`);
  let largest = 0;
  for (let at = 0; at < expected.data.length; at++) {
    const difference = Math.abs(found.data[at]! - expected.data[at]!);
    if (!(difference <= largest)) largest = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
  }
  return largest / amplitude;
}

/** Largest absolute value of an output: about 1 for an image from -1 to 1 or from 0 to 1. An output of zeros counts as it is. */
function amplitudeOf(values: Float32Array): number {
  return values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) || 1;
}

/** The last image of the batch, so that a batch of one is not the start of the buffers that were compared before. */
function lastImage({ inputs, outputs }: Golden): Golden {
  const last = (tensors: Readonly<Record<string, Tensor>>) =>
    Object.fromEntries(
      Object.entries(tensors).map(([name, { shape, data }]) => {
        const size = data.length / shape[0]!;
        return [name, { shape: [1, ...shape.slice(1)], data: data.subarray(data.length - size) }];
      }),
    );
  return { inputs: last(inputs), outputs: last(outputs) };
}
