import type { ComputedWeight, Layer } from './architecture.ts';
import type { LayerList } from './layerList.ts';

/** PyTorch's default, which conditional norms keep. */
const EPS = 1e-5;

/** Tensors of a batch norm whose scale and shift are a row of a table [classes, 2 * channels] for each class. */
export interface ConditionalNorm {
  readonly name: string;
  /** Prefix of the running statistics. */
  readonly statistics: string;
  readonly table: string;
  readonly classes: number;
  readonly channels: number;
}

/**
 * A class-conditional batch norm (Dumoulin et al., A Learned Representation for Artistic Style, 2017): the statistics are
 * folded into the table, which leaves a scale and a shift from the one-hot label.
 */
export function addConditionalNorm(
  list: LayerList,
  norm: ConditionalNorm,
  input: string,
  label: string,
  activation: NonNullable<Layer['activation']>,
): string {
  const { name, channels } = norm;
  const vector = (part: 'scale' | 'shift') =>
    list.reshape(
      `${name}.${part}.column`,
      list.add('linear', `${name}.${part}`, [label], {
        weights: { weight: tableWeight(norm, part) },
      }),
      channels,
      1,
      1,
    );
  const scaled = list.add('multiply', `${name}.scaled`, [input, vector('scale')]);
  return list.add('add', name, [scaled, vector('shift')], { activation });
}

/** [channels, classes]: `gamma / deviation`, or `beta - mean * gamma / deviation`. */
function tableWeight(
  { name, statistics, table, classes, channels }: ConditionalNorm,
  part: 'scale' | 'shift',
): ComputedWeight {
  return {
    name: `${name}.${part}.weight`,
    from: [table, `${statistics}.running_mean`, `${statistics}.running_var`],
    shape: [channels, classes],
    compute: (rows, mean, variance) =>
      Float32Array.from({ length: channels * classes }, (_, at) => {
        const [channel, row] = [Math.floor(at / classes), (at % classes) * 2 * channels];
        const gamma = rows!.data[row + channel]! / Math.sqrt(variance!.data[channel]! + EPS);
        if (part === 'scale') return gamma;
        return rows!.data[row + channels + channel]! - mean!.data[channel]! * gamma;
      }),
  };
}
