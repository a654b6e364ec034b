import { activationLayout, packActivation } from '../activationLayout.ts';
import type { Call, Operand } from '../kernel.ts';
import { alignRight } from './broadcast.ts';

/** The weight `other`, where there is one, in place of the second input: in activation layout after `alignRight` to the output's rank. */
export function constantOperand({ weights, output }: Call): Operand | undefined {
  if (!weights.other) return undefined;
  const shape = alignRight(weights.other, output.length);
  return {
    binding: 'other',
    vectors: activationLayout(shape).vectors,
    elements: true,
    values: ({ other }) => packActivation({ shape, data: other!.data }),
  };
}
