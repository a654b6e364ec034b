import type { Call, Kernel, Operation } from '@roentgan/kernels';
import { compilesOn, type Features, kernelsOf } from '@roentgan/kernels/variants';
import { defaultRules } from './defaultRules.ts';
import { deviceClassOf } from './deviceClass.ts';
import { layerSize, ruleFits } from './layerSize.ts';
import { parseTuning } from './parseTuning.ts';
import type { TuningRule } from './tuningTable.ts';

/** Names the kernel of a layer; nothing where the operation's default is to run it. */
export type ChooseKernel = (operation: Operation, call: Call) => Kernel | undefined;

/** Of a device of which only the adapter is known. */
const noFeatures: Features = new Set<string>();

/** The first rule that fits a layer, and whose kernel can run it on a device of these features, chooses. */
export function chooseByRules(rules: readonly TuningRule[], features: Features = noFeatures): ChooseKernel {
  return (operation, call) => {
    const size = layerSize(operation, call);
    for (const rule of rules) {
      if (!ruleFits(rule, operation.name, size)) continue;
      const kernel = kernelsOf(operation).find(({ name }) => name === rule.kernel);
      if (kernel && compilesOn(kernel, features) && (kernel.supports?.(call) ?? true)) return kernel;
    }
    return undefined;
  };
}

/**
 * Kernels for an adapter, by a table where the caller has one, then by the shipped ones of its class.
 * @throws TypeError for a table that is none
 */
export function chooseFor(adapter: string, tuning: unknown, features?: Features): ChooseKernel {
  const measured = tuning === undefined ? [] : parseTuning(tuning).rules;
  return chooseByRules([...measured, ...defaultRules[deviceClassOf(adapter)]], features);
}
