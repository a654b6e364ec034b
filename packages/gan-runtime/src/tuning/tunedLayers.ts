import type { Call, Kernel, Operation } from '@roentgan/kernels';
import { kernelsOf } from '@roentgan/kernels/variants';
import type { Plan } from '../plan/plan.ts';
import { layerSize } from './layerSize.ts';
import type { LayerSize } from './tuningTable.ts';

/** Layers of one shape, and the kernels that can run them: the operation's default first. */
export interface TunedLayer {
  readonly label: string;
  readonly operation: Operation;
  readonly call: Call;
  readonly size: LayerSize;
  readonly kernels: readonly Kernel[];
  /** How many layers of the model have this shape. */
  readonly layers: number;
}

/** The layers of a plan among whose kernels there is a choice that speed decides: those with packed weights. */
export function tunedLayers({ steps }: Plan): TunedLayer[] {
  const found = new Map<string, TunedLayer>();
  for (const { label, operation, call } of steps) {
    if (operation.weightUse !== 'matrix') continue;
    const kernels = kernelsOf(operation).filter((kernel) => kernel.supports?.(call) ?? true);
    if (kernels.length < 2) continue;
    const key = layerKey(operation, call);
    const known = found.get(key);
    const size = layerSize(operation, call);
    found.set(
      key,
      known ? { ...known, layers: known.layers + 1 } : { label, operation, call, size, kernels, layers: 1 },
    );
  }
  return [...found.values()];
}

/** All that the time of a layer depends on. */
export function layerKey({ name }: Operation, { inputs, weights, output, attributes }: Call): string {
  return JSON.stringify([name, inputs, weights.weight, output, attributes]);
}
