import type { Call, Operation } from '../kernel.ts';
import { referenceOf } from '../references.ts';
import { elementCount, type Shape, type Tensor } from '../tensor.ts';
import type { Operands } from './operands.ts';
import { sampleChannels } from './sampledChannels.ts';

/** What a call must give, and how far a value may be from it. */
export interface Expectation {
  /** Of the call's output. */
  readonly shape: Shape;
  /** Output channels that `values` has, where these are not all. */
  readonly channels?: readonly number[] | undefined;
  readonly values: Tensor;
  /** Sums of |x w| behind each value; absent where the operation multiplies nothing. */
  readonly magnitude: Tensor | undefined;
}

const absolute = ({ shape, data }: Tensor): Tensor => ({ shape, data: data.map(Math.abs) });

/**
 * Runs the operation's reference, image by image so that a page answers in between.
 * @param sampled output channels that are enough, where they can be taken apart: the reference runs in plain loops
 */
export async function computeExpectation(
  operation: Operation,
  whole: Call,
  given: Operands,
  sampled = Number.POSITIVE_INFINITY,
): Promise<Expectation> {
  const few = sampleChannels(operation, whole, given, sampled);
  const { call, operands } = few ?? { call: whole, operands: given };
  const values = new Float32Array(elementCount(call.output));
  const magnitude = operation.macs ? new Float32Array(values.length) : undefined;
  const weights = operands.weights;
  const absolutes = Object.fromEntries(
    Object.entries(weights).map(([name, tensor]) => [name, absolute(tensor)]),
  );
  const batch = call.output[0] ?? 1;
  const one = (shape: readonly number[]) => [1, ...shape.slice(1)];
  const perImage = values.length / batch;
  for (let image = 0; image < batch; image++) {
    const inputs = operands.inputs.map(({ shape, data }) => {
      const size = data.length / shape[0]!;
      return { shape: one(shape), data: data.subarray(image * size, (image + 1) * size) };
    });
    const output = one(call.output);
    values.set(referenceOf(operation)(inputs, weights, call.attributes, output).data, image * perImage);
    magnitude?.set(
      referenceOf(operation)(inputs.map(absolute), absolutes, call.attributes, output).data,
      image * perImage,
    );
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  return {
    shape: whole.output,
    channels: few?.channels,
    values: { shape: call.output, data: values },
    magnitude: magnitude && { shape: call.output, data: magnitude },
  };
}
