import type { GraphInput, GraphOutput } from '@roentgan/gan-runtime/model-file';
import type { ChannelsLast } from '../channelsLast/channelsLast.ts';
import { describeSourceInput } from '../channelsLast/describeSourceInput.ts';
import type { Activation } from '../graph/graphBuilder.ts';
import { countElements } from '../graph/shape.ts';
import { BATCH } from './call.ts';
import type { TfNode } from './graphDef.ts';
import type { Signature } from './signature.ts';
import { isIndex, type SourceValue, type Value } from './value.ts';

const floats = new Set(['FLOAT', 'HALF', 'DOUBLE', 'BFLOAT16']);

export interface DeclaredInput {
  readonly value: Value;
  /** What the model file says of it, once it is known how many classes it selects from. */
  describe(classes: number | undefined): GraphInput;
}

/**
 * Declares a placeholder of `shape`, BATCH first, in its own layout. Integers, one for each image, select from tables; all
 * other integers are pixels, which the model takes as numbers.
 */
export function declareInput(node: TfNode, shape: readonly number[], layers: ChannelsLast): DeclaredInput {
  const { name } = node;
  const isFloat = floats.has(node.attributes.dataType('dtype'));
  // One number for each image is [N, 1] in a model file.
  const own = countElements(shape) === BATCH ? [BATCH, 1] : shape;
  const numbers = layers.reshape(layers.input(name, own), shape);
  if (isFloat || own === shape) {
    const describe = (classes?: number) =>
      withPixels(describeSourceInput({ name, shape: own }, classes), isFloat);
    return { value: numbers, describe };
  }
  const value: Value = { kind: 'index', input: name, shape, numbers };
  return { value, describe: (classes = 1) => describeSourceInput({ name, shape: own }, classes) };
}

function withPixels(input: GraphInput, isFloat: boolean): GraphInput {
  return isFloat || input.kind !== 'image' ? input : { ...input, range: [0, 255] };
}

/** Placeholders that the outputs need, in the signature's order where it has one. */
export function inputNodes(ordered: readonly TfNode[], { inputs }: Signature): TfNode[] {
  const placeholders = ordered.filter(({ op }) => op === 'Placeholder');
  const names = inputs.map(({ tensor }) => tensor.node);
  const placeOf = ({ name }: TfNode) => (names.includes(name) ? names.indexOf(name) : names.length);
  return placeholders.toSorted((a, b) => placeOf(a) - placeOf(b));
}

/** Models that give images from images take what they give: values from 0 to 1, or from -1 to 1. */
export function likeOutputs(input: GraphInput, outputs: readonly GraphOutput[]): GraphInput {
  const image = outputs.find(({ channels }) => channels !== 'raw');
  const isPixels = input.kind === 'image' && input.range[1] === 255;
  return input.kind === 'image' && image && !isPixels ? { ...input, range: image.range } : input;
}

/** What was assumed of the inputs that are images. */
export function describeImages(inputs: readonly GraphInput[]): string[] {
  return inputs.flatMap((input) => {
    if (input.kind !== 'image') return [];
    const [black, white] = input.range;
    return [
      `Input "${input.name}" is taken as an image with values from ${black} to ${white}, which the file does not say.`,
    ];
  });
}

/** Any activation that the input has. */
export function heldInput(value: Value): Activation {
  if (isIndex(value)) return value.numbers.held;
  return (value as SourceValue).held;
}
