import type { GraphNode, Model } from '@roentgan/gan-runtime/model-file';
import { type FlatModel, flatModel, type Placed } from '../flatModel.ts';

/**
 * A model as a user of JAX would keep it: f32 in PyTorch's layout, but for transposed convolutions, which JAX writes as convolutions of
 * a dilated input.
 */
export function channelsFirst(model: Model): { description: FlatModel; weights: Uint8Array } {
  return flatModel(model, model.graph.nodes, placeForJax);
}

/** A weight as PyTorch has it, as `operations` take it. */
export function placeForJax(
  { op, attributes }: Pick<GraphNode, 'op' | 'attributes'>,
  role: string,
  weight: Placed,
): Placed {
  if (op !== 'convTranspose2d' || role !== 'weight') return weight;
  return asConvolution(weight, Number(attributes.groups ?? 1));
}

/** [IC,OC/groups,KH,KW] as [OC,IC/groups,KH,KW], turned by 180 degrees. */
function asConvolution({ shape, values }: Placed, groups: number): Placed {
  const [inputs, outputsOfGroup, height, width] = shape as [number, number, number, number];
  const inputsOfGroup = inputs / groups;
  const area = height * width;
  const turned = new Float32Array(values.length);
  for (let input = 0; input < inputs; input++) {
    const group = Math.floor(input / inputsOfGroup);
    for (let output = 0; output < outputsOfGroup; output++) {
      const from = (input * outputsOfGroup + output) * area;
      const row = (group * outputsOfGroup + output) * inputsOfGroup + (input % inputsOfGroup);
      turned.set(values.slice(from, from + area).reverse(), row * area);
    }
  }
  return { shape: [outputsOfGroup * groups, inputsOfGroup, height, width], values: turned };
}
