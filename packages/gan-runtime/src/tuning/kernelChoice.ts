import type { Features } from '@roentgan/kernels';
import { kernelsOf } from '@roentgan/kernels/variants';
import { type ChooseKernel, chooseByRules } from './chooseByRules.ts';
import { defaultRules } from './defaultRules.ts';
import { deviceClassOf } from './deviceClass.ts';
import { parseTuning } from './parseTuning.ts';

/** Of a device of which only the adapter is known. */
const noFeatures: Features = new Set<string>();

/**
 * Kernels for an adapter, by a table where the caller has one, then by the shipped ones of its class.
 * @throws TypeError for a table that is none
 */
export function chooseFor(adapter: string, tuning: unknown, features = noFeatures): ChooseKernel {
  const measured = tuning === undefined ? [] : parseTuning(tuning).rules;
  return chooseByRules([...measured, ...defaultRules[deviceClassOf(adapter)]], features, (operation, name) =>
    kernelsOf(operation).find((kernel) => kernel.name === name),
  );
}
