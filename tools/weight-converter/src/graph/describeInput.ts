import type { GraphInput, LabelInput } from '@roentgan/gan-runtime/model-file';
import { toGraphShape } from './graphBuilder.ts';

const labelNames =
  /^(y|c|l|kl|cls|cond|condition|category|digit|attr(ibute)?s?)\d*$|label|class|grade|one_?hot/i;
const latentNames = /noise|latent|^z\d*$|^w\d*$|random/i;

/** What an input means, from its name and shape: an image, a label, or otherwise a normal latent. */
export function describeInput(
  { name, shape }: { readonly name: string; readonly shape: readonly number[] },
  classes?: number,
): GraphInput {
  const graphShape = toGraphShape(shape);
  const [, channels = 1, height = 1, width = 1] = shape;
  if (classes !== undefined) return indexLabel(name, classes);
  const isPicture = shape.length === 4 && [1, 3, 4].includes(channels) && Math.min(height, width) >= 8;
  if (isPicture && !latentNames.test(name)) return { kind: 'image', name, shape: graphShape, range: [-1, 1] };
  if (shape.length === 2 && labelNames.test(name) && channels <= 1000) {
    if (channels === 1)
      return { kind: 'label', name, shape: graphShape, encoding: 'value', range: [-1, 1], default: 0 };
    return {
      kind: 'label',
      name,
      shape: graphShape,
      encoding: 'one-hot',
      names: classNames(name, channels),
      default: 0,
    };
  }
  return { kind: 'latent', name, shape: graphShape, distribution: 'normal' };
}

function indexLabel(name: string, classes: number): LabelInput {
  const range = [0, Math.max(classes - 1, 1)] as const;
  return { kind: 'label', name, shape: ['N', 1], encoding: 'value', range, default: 0 };
}

/** Kellgren-Lawrence grades have names of their own. */
function classNames(name: string, count: number): string[] {
  const isKellgrenLawrence = /grade|^kl$/i.test(name) && count === 5;
  return Array.from({ length: count }, (_, index) => (isKellgrenLawrence ? `KL ${index}` : `${index}`));
}
