import type { LayerList } from '../layerList.ts';
import type { Shapes } from '../names.ts';
import type { Feature, GroupNormSettings } from './feature.ts';
import { pickRows, range } from './rows.ts';

/** Prefixes of a residual block's parameters. */
export interface ResidualNames {
  readonly block: string;
  readonly norm1: string;
  readonly conv1: string;
  readonly time: string;
  readonly norm2: string;
  readonly conv2: string;
  readonly shortcut: string;
}

/**
 * Ho et al. 2020, appendix B: norm, SiLU, convolution, the time added, norm, SiLU, convolution, plus the input. Where the time has two values for
 * each channel they scale and shift behind the second norm instead (Nichol and Dhariwal 2021).
 * @param time the embedded time behind SiLU, [N, features]
 */
export function addResidualBlock(
  list: LayerList,
  shapes: Shapes,
  names: ResidualNames,
  input: Feature,
  time: string,
  norm: GroupNormSettings,
): Feature {
  const { block, norm1, conv1, norm2, conv2, shortcut } = names;
  const { height, width } = input;
  const channels = shapes.get(`${conv1}.weight`)?.[0] ?? 0;
  const padded = { padding: 1 };
  const first = list.add('groupNorm', norm1, [input.name], {
    weights: norm1,
    attributes: { ...norm },
    activation: 'silu',
  });
  let hidden = list.add('conv2d', conv1, [first], { weights: conv1, attributes: padded });
  const scales = shapes.get(`${names.time}.weight`)?.[0] === 2 * channels;
  const [scale, shift] = timeVectors(list, shapes, names.time, time, channels, scales);
  if (scale === undefined) hidden = list.add('add', `${block}.timed`, [hidden, shift]);
  hidden = list.add('groupNorm', norm2, [hidden], {
    weights: norm2,
    attributes: { ...norm },
    ...(scale === undefined && { activation: 'silu' }),
  });
  if (scale !== undefined) {
    hidden = list.add('multiply', `${block}.scaled`, [hidden, scale]);
    hidden = list.add('add', `${block}.shifted`, [hidden, shift], { activation: 'silu' });
  }
  hidden = list.add('conv2d', conv2, [hidden], { weights: conv2, attributes: padded });
  const kernel = shapes.get(`${shortcut}.weight`)?.[2];
  const residual =
    kernel === undefined
      ? input.name
      : list.add('conv2d', shortcut, [input.name], {
          weights: shortcut,
          attributes: { padding: (kernel - 1) / 2 },
        });
  return { name: list.add('add', block, [hidden, residual]), channels, height, width };
}

/** `[scale + 1, shift]`, or no scale, each [N, channels, 1, 1]. */
function timeVectors(
  list: LayerList,
  shapes: Shapes,
  prefix: string,
  time: string,
  channels: number,
  scales: boolean,
): [string | undefined, string] {
  const vector = (part: string, start: number, plus: number) => {
    const name = part === '' ? prefix : `${prefix}.${part}`;
    const rows = range(start, start + channels);
    const weights = {
      weight: pickRows(shapes, `${prefix}.weight`, rows, { name: `${name}.weight` }),
      bias: pickRows(shapes, `${prefix}.bias`, rows, { name: `${name}.bias`, plus }),
    };
    const made = list.add('linear', name, [time], { weights: part === '' ? prefix : weights });
    return list.reshape(`${name}.column`, made, channels, 1, 1);
  };
  return scales ? [vector('scale', 0, 1), vector('shift', channels, 0)] : [undefined, vector('', 0, 0)];
}
