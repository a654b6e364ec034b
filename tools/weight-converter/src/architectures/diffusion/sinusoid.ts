import { floatToHalf, halfToFloat } from '@roentgan/gan-runtime/model-file';
import type { ComputedWeight } from '../architecture.ts';
import type { LayerList } from '../layerList.ts';

/** Summands of a frequency that f16 holds: three make an f32 within half of f16's smallest step, 3e-8. */
const PARTS = 3;

/** The angles' frequencies, as values or as a tensor of the checkpoint. */
export type Frequencies =
  | { readonly values: Float32Array }
  | { readonly from: string; readonly count: number };

/**
 * Sines and cosines of a time [N,1] times frequencies: [N, 2 * count], sines first unless `cosinesFirst`. An angle may be a
 * thousand radians, of which f16 would keep no digit behind the point. So each frequency is a sum of numbers that f16 holds exactly,
 * a linear layer adds the products in f32, and the sine is fused into it.
 */
export function addSinusoid(
  list: LayerList,
  name: string,
  time: string,
  frequencies: Frequencies,
  { cosinesFirst = false } = {},
): string {
  const copies = list.add('concat', `${name}.copies`, new Array<string>(PARTS).fill(time), {
    attributes: { axis: 1 },
  });
  const weight = frequencyParts(`${name}.frequencies`, frequencies);
  const waves = (cosinesFirst ? ['cos', 'sin'] : ['sin', 'cos']).map((op) =>
    list.add('linear', `${name}.${op}`, [copies], { weights: { weight }, activation: op }),
  );
  return list.add('concat', name, waves, { attributes: { axis: 1 } });
}

function frequencyParts(name: string, frequencies: Frequencies): ComputedWeight {
  const isStored = 'from' in frequencies;
  const count = isStored ? frequencies.count : frequencies.values.length;
  return {
    name,
    from: isStored ? [frequencies.from] : [],
    shape: [count, PARTS],
    compute: (source) => {
      const values = isStored ? source!.data : frequencies.values;
      return Array.from(values, splitIntoHalves).flat();
    },
  };
}

/** Numbers that f16 holds, largest first, which sum to `value`. */
function splitIntoHalves(value: number): number[] {
  let rest = value;
  return Array.from({ length: PARTS }, () => {
    const [part = 0] = halfToFloat(floatToHalf(Float32Array.of(rest)));
    rest -= part;
    return part;
  });
}

/**
 * Frequencies from 1 down to about `1 / 10000`: Vaswani et al., "Attention is all you need", 2017, section 3.5, as diffusion models
 * use them. `shift` is 1 where the last is exactly that.
 */
export function geometricFrequencies(count: number, shift: number): Float32Array {
  return Float32Array.from({ length: count }, (_, index) =>
    Math.exp((-Math.log(10000) * index) / (count - shift)),
  );
}
