import type { GraphInput } from '@roentgan/gan-runtime/model-file';
import { describeInput } from '../graph/describeInput.ts';

/** What an input of a channels-last source means: an image where it is [N, H, W, 1, 3 or 4 channels], else as its name says. */
export function describeSourceInput(
  input: { readonly name: string; readonly shape: readonly number[] },
  classes?: number,
): GraphInput {
  const [, height = 0, width = 0, channels = 0] = input.shape;
  if (input.shape.length !== 4 || classes !== undefined) return describeInput(input, classes);
  // The same question of the same picture, channels first.
  const described = describeInput({ name: input.name, shape: [input.shape[0]!, channels, height, width] });
  return { ...described, shape: ['N', ...input.shape.slice(1)] } as GraphInput;
}
