import { TorchTensor } from './torchTensor.ts';

/** Far more than any generator has; modules that hold one another many times would have exponentially many. */
const MAX_TENSORS = 20_000;

/**
 * The named tensors of a module as NVlabs' StyleGAN code pickles it: its source code, which nothing here reads, beside its
 * state, whose children are modules that were read before it.
 */
export function readModule(meta: unknown): Map<string, TorchTensor> {
  const state = meta instanceof Map ? meta.get('state') : undefined;
  const tensors = new Map<string, TorchTensor>();
  if (!(state instanceof Map)) return tensors;
  const add = (name: string, tensor: unknown): void => {
    if (tensor instanceof TorchTensor) tensors.set(name, tensor);
    if (tensors.size > MAX_TENSORS)
      throw new RangeError(`pickle: a module has more than ${MAX_TENSORS} tensors`);
  };
  for (const [name, tensor] of [...entriesOf(state, '_parameters'), ...entriesOf(state, '_buffers')]) {
    add(name, tensor);
  }
  for (const [child, module] of entriesOf(state, '_modules')) {
    if (!(module instanceof Map)) continue;
    for (const [name, tensor] of module) add(`${child}.${name}`, tensor);
  }
  return tensors;
}

function entriesOf(state: ReadonlyMap<unknown, unknown>, key: string): [string, unknown][] {
  const dict = state.get(key);
  return dict instanceof Map ? [...dict].map(([name, value]) => [`${name}`, value]) : [];
}
