import type { Tensor } from '@roentgan/kernels';
import type { Golden } from './golden.ts';
import { readNpz } from './npz.ts';

/** Arrays `in.<name>` and `out.<name>` of an `.npz` by those names. */
export function goldenOf(npz: Uint8Array): Golden {
  const arrays = Object.entries(readNpz(npz));
  const pick = (prefix: string): Record<string, Tensor> =>
    Object.fromEntries(
      arrays
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, array]) => [name.slice(prefix.length), array]),
    );
  const golden = { inputs: pick('in.'), outputs: pick('out.') };
  if (Object.keys(golden.outputs).length === 0) throw new Error('the .npz holds no out.* arrays');
  return golden;
}
