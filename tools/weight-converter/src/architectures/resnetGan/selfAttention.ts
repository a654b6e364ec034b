import type { ComputedWeight } from '../architecture.ts';
import type { LayerList } from '../layerList.ts';
import type { SelfAttention } from './parts.ts';

/**
 * `x + gamma * o(softmax(theta(x)^T phi(x)) g(x))`, phi and g pooled to half the size. Positions are tokens, so that it is
 * dot-product attention without a scale; gamma is folded into o.
 */
export function addSelfAttention(
  list: LayerList,
  { name, channels, keyChannels, valueChannels }: SelfAttention,
  input: string,
  size: number,
): string {
  const tokens = (part: string, count: number, isPooled: boolean): string => {
    let value = list.add('conv2d', `${name}.${part}`, [input], { weights: `${name}.${part}` });
    const side = isPooled ? size / 2 : size;
    if (isPooled) {
      value = list.add('maxPool2d', `${name}.${part}.pooled`, [value], {
        attributes: { kernelSize: [2, 2], stride: 2 },
      });
    }
    value = list.reshape(`${name}.${part}.flat`, value, count, side * side);
    return list.add('permute', `${name}.${part}.tokens`, [value], { attributes: { dims: [0, 2, 1] } });
  };
  const operands = [
    tokens('theta', keyChannels, false),
    tokens('phi', keyChannels, true),
    tokens('g', valueChannels, true),
  ];
  let value = list.add('scaledDotProductAttention', `${name}.attention`, operands, {
    attributes: { scale: 1 },
  });
  value = list.add('permute', `${name}.channels`, [value], { attributes: { dims: [0, 2, 1] } });
  value = list.reshape(`${name}.image`, value, valueChannels, size, size);
  const weight: ComputedWeight = {
    name: `${name}.o.weight`,
    from: [`${name}.o.weight`, `${name}.gamma`],
    shape: [channels, valueChannels, 1, 1],
    compute: (o, gamma) => o!.data.map((each) => each * gamma!.data[0]!),
  };
  value = list.add('conv2d', `${name}.o`, [value], { weights: { weight } });
  return list.add('add', name, [value, input]);
}
