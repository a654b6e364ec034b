import type { Call, Features, Kernel, Operation } from '@roentgan/kernels';
import { compilesOn } from '@roentgan/kernels/core';
import { layerSize, ruleFits } from './layerSize.ts';
import type { TuningRule } from './tuningTable.ts';

/** Names the kernel of a layer; nothing where the operation's default is to run it. */
export type ChooseKernel = (operation: Operation, call: Call) => Kernel | undefined;

/** A kernel of an operation by its name. `null`: choose none for now, the default will do until it is there. */
export type FindKernel = (operation: Operation, name: string, call: Call) => Kernel | null | undefined;

/** The first rule that fits a layer, and whose kernel can run it on a device of these features, chooses. */
export function chooseByRules(
  rules: readonly TuningRule[],
  features: Features,
  find: FindKernel,
): ChooseKernel {
  return (operation, call) => {
    const size = layerSize(operation, call);
    for (const rule of rules) {
      if (!ruleFits(rule, operation.name, size)) continue;
      const kernel = find(operation, rule.kernel, call);
      if (kernel === null) break;
      if (kernel && compilesOn(kernel, features) && (kernel.supports?.(call) ?? true)) return kernel;
    }
    return undefined;
  };
}
