import type { ComputedWeight, SourceTensor } from '../architecture.ts';
import { constant } from '../computedWeights.ts';
import type { Affine, StyleGan2 } from './parts.ts';

const SAMPLES = 2048;
/** Multiply-accumulates to spend: a mapping network much larger than usual gets fewer samples. */
const MOST_WORK = 2e10;
/** Samples that pass a layer together, so that its weights are read once for all of them. */
const GROUP = 4;

/** The style that truncation moves towards: the checkpoint's, or the mean of seeded samples of the mapping network. */
export function meanStyle({ mean, mapping, latent, label }: StyleGan2): ComputedWeight {
  const shape = [mapping.at(-1)!.outputs, 1];
  if (mean !== undefined) {
    return { name: mean, from: [mean], shape, compute: ({ data }) => data };
  }
  // Without a mean of its own a conditional generator has one for each class; none is the right one.
  if (label) return constant('w.mean', shape, new Float32Array(shape[0]!));
  return {
    name: 'w.mean',
    from: mapping.flatMap(({ weight, bias }) => [weight, bias]),
    shape,
    compute: (...sources) => sampleMean(mapping, latent, sources),
  };
}

function sampleMean(
  mapping: readonly Affine[],
  latent: number,
  sources: readonly SourceTensor[],
): Float64Array {
  const work = mapping.reduce((sum, { inputs, outputs }) => sum + inputs * outputs, 0) * GROUP;
  const groups = Math.max(GROUP, Math.min(SAMPLES / GROUP, Math.floor(MOST_WORK / work)));
  const normal = normalValues();
  const sum = new Float64Array(mapping.at(-1)!.outputs);
  for (let group = 0; group < groups; group++) {
    let values = normalised(Float32Array.from({ length: latent * GROUP }, normal), latent);
    mapping.forEach((layer, index) => {
      values = applyLayer(layer, sources[2 * index]!.data, sources[2 * index + 1]!.data, values);
    });
    values.forEach((value, at) => {
      sum[Math.floor(at / GROUP)]! += value / (groups * GROUP);
    });
  }
  return sum;
}

/** Pixel norm of GROUP latents, value by value side by side. */
function normalised(values: Float32Array<ArrayBuffer>, latent: number): Float32Array<ArrayBuffer> {
  const squares = new Float64Array(GROUP);
  values.forEach((value, at) => {
    squares[at % GROUP]! += (value * value) / latent;
  });
  return values.map((value, at) => value / Math.sqrt(squares[at % GROUP]! + 1e-8));
}

function applyLayer(
  { inputs, outputs, weightScale, biasScale }: Affine,
  weight: Float32Array,
  bias: Float32Array,
  values: Float32Array,
): Float32Array<ArrayBuffer> {
  const result = new Float32Array(outputs * GROUP);
  const sums = new Float64Array(GROUP);
  for (let row = 0; row < outputs; row++) {
    let [first, second, third, fourth] = [0, 0, 0, 0];
    for (let column = 0, at = row * inputs; column < inputs; column++, at++) {
      const factor = weight[at]!;
      const from = column * GROUP;
      first += factor * values[from]!;
      second += factor * values[from + 1]!;
      third += factor * values[from + 2]!;
      fourth += factor * values[from + 3]!;
    }
    sums.set([first, second, third, fourth]);
    for (let sample = 0; sample < GROUP; sample++) {
      const value = Math.SQRT2 * (sums[sample]! * weightScale + bias[row]! * biasScale);
      result[row * GROUP + sample] = value < 0 ? 0.2 * value : value;
    }
  }
  return result;
}

/** Standard normal values from a seeded Lehmer generator, by Box and Muller. */
function normalValues(): () => number {
  let state = 20_260_101;
  const uniform = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
