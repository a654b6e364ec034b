import type { Features, Kernel } from '@roentgan/kernels';
import { variantGroups } from '@roentgan/kernels/core';
import { headerChecks } from '../modelFile/lazyCode.ts';
import { type ChooseKernel, chooseByRules } from './chooseByRules.ts';
import { defaultRules } from './defaultRules.ts';
import { deviceClassOf } from './deviceClass.ts';
import type { TuningRule, TuningTable } from './tuningTable.ts';

/** What `chooseFor` chooses, of kernels whose code is loaded once a layer is to run on one. */
export interface LazyChoice {
  readonly choose: ChooseKernel;
  /** Loads what `choose` would have named but for its code; false where it lacked none. */
  load(): Promise<boolean>;
}

/** By name, for all models of a page. */
const loaded = new Map<string, Kernel>();

async function rulesOf(tuning: TuningTable): Promise<readonly TuningRule[]> {
  // It reads a table's fields as those of a header are read: both are asked for at once.
  const [{ parseTuning }] = await Promise.all([import('./parseTuning.ts'), headerChecks.load()]);
  return parseTuning(tuning).rules;
}

/**
 * Kernels for an adapter, by a table where the caller has one, then by the shipped ones of its class.
 * @throws TypeError for a table that is none
 */
export async function lazyChoice(
  adapter: string,
  tuning: TuningTable | undefined,
  features: Features,
): Promise<LazyChoice> {
  const measured = tuning ? await rulesOf(tuning) : [];
  const missing = new Set<(typeof variantGroups)[number]>();
  const choose = chooseByRules(
    [...measured, ...defaultRules[deviceClassOf(adapter)]],
    features,
    (operation, name, call) => {
      const kernel = operation.kernels.find((own) => own.name === name) ?? loaded.get(name);
      if (kernel) return kernel;
      const group = variantGroups.find(({ names }) => names.split(' ').includes(name));
      if (!group || group.fits?.(call) === false) return undefined;
      missing.add(group);
      return null;
    },
  );
  return {
    choose,
    async load() {
      const groups = await Promise.all([...missing].map((group) => group.load()));
      missing.clear();
      for (const kernel of groups.flatMap(({ kernels }) => kernels))
        loaded.set(kernel.name, kernel as Kernel);
      return groups.length > 0;
    },
  };
}
