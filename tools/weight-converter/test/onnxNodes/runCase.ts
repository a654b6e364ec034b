import { type LoadOptions, loadGenerator } from '@roentgan/gan-runtime';
import type { Tensor } from '@roentgan/kernels';
import type { ConvertedCase } from './convertCase.ts';
import type { NodeCase } from './nodeCase.ts';

/** How far a value may be from what ONNX gives: absolute for values up to 1, else relative. */
export const TOLERANCE = 1e-4;

/**
 * Runs a converted case and returns the largest difference, in units of max(1, |expected|). Where a batch was added, two
 * images of the same values are run, which must both give what ONNX gives.
 */
export async function runCase(
  nodeCase: NodeCase,
  { bytes, model, hasAddedBatch }: ConvertedCase,
  options: LoadOptions & Required<Pick<LoadOptions, 'backend'>>,
): Promise<number> {
  const copies = hasAddedBatch ? 2 : 1;
  const generator = await loadGenerator(bytes, { threads: 1, ...options });
  try {
    const inputs = model.graph.inputs.map(({ name, shape }): [string, Tensor] => {
      const { data } = nodeCase.inputs.find(({ info }) => info.name === name)!.value!;
      const sizes = shape.slice(1) as number[];
      const batch = (copies * data.length) / sizes.reduce((product, size) => product * size, 1);
      return [name, { shape: [batch, ...sizes], data: repeated(data, copies) }];
    });
    const found = await generator.run(Object.fromEntries(inputs));
    const differences = nodeCase.outputs.map(({ info, value }) =>
      largestDifference(found[info.name]!.data, repeated(value!.data, copies)),
    );
    return Math.max(...differences);
  } finally {
    generator.dispose();
  }
}

function repeated(data: ArrayLike<number>, copies: number): Float32Array<ArrayBuffer> {
  const result = new Float32Array(data.length * copies);
  for (let copy = 0; copy < copies; copy++) result.set(data, copy * data.length);
  return result;
}

/** Values that are no number must be none in both; another count of values is an infinite difference. */
function largestDifference(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (found.length !== expected.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let at = 0; at < expected.length; at++) {
    if (Object.is(found[at], expected[at])) continue;
    const difference = Math.abs(found[at]! - expected[at]!) / Math.max(1, Math.abs(expected[at]!));
    largest = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(largest, difference);
  }
  return largest;
}
