import type { LayerList } from '../layerList.ts';
import type { Shapes } from '../names.ts';
import type { Feature } from './feature.ts';

/**
 * Halves height and width by a strided convolution.
 * @param leading whether zeros stand before the first row and column too, or only behind the last
 */
export function addDownsample(
  list: LayerList,
  shapes: Shapes,
  conv: string,
  input: Feature,
  leading: boolean,
): Feature {
  const name = list.add('conv2d', conv, [input.name], {
    weights: conv,
    attributes: { stride: 2, padding: leading ? 1 : [0, 0, 1, 1] },
  });
  const halved = (size: number) => Math.floor((size + (leading ? 2 : 1) - 3) / 2) + 1;
  const channels = shapes.get(`${conv}.weight`)?.[0] ?? input.channels;
  return { name, channels, height: halved(input.height), width: halved(input.width) };
}

/** Repeats each row and column, then convolves. */
export function addUpsample(list: LayerList, shapes: Shapes, conv: string, input: Feature): Feature {
  const [height, width] = [2 * input.height, 2 * input.width];
  const large = list.add('upsample2d', `${conv}.large`, [input.name], {
    attributes: { size: [height, width], mode: 'nearest' },
  });
  const name = list.add('conv2d', conv, [large], { weights: conv, attributes: { padding: 1 } });
  return { name, channels: shapes.get(`${conv}.weight`)?.[0] ?? input.channels, height, width };
}

/** Channels of both, one after the other. */
export function addSkip(list: LayerList, name: string, input: Feature, skip: Feature): Feature {
  const joined = list.add('concat', name, [input.name, skip.name], { attributes: { axis: 1 } });
  return { ...input, name: joined, channels: input.channels + skip.channels };
}
