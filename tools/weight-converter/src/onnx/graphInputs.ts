import { type GraphInput, type LabelInput, ModelFileError } from '@roentgan/gan-runtime/model-file';
import { toGraphShape } from '../graph/graphBuilder.ts';
import { BATCH, formatDims } from '../graph/shape.ts';
import { constantType } from './constant.ts';
import type { OnnxValueInfo } from './onnxModel.ts';

/** Sizes for inputs whose file leaves some open, by input name: `{ photo: [1, 3, 256, 256] }`. */
export type InputShapes = Readonly<Record<string, readonly number[]>>;

export interface ResolvedInput {
  readonly name: string;
  /** BATCH first. */
  readonly shape: readonly number[];
  readonly isInteger: boolean;
}

/** Shapes of the graph's inputs with the batch as N, and the number it was where it was exported as fixed. */
export function resolveInputs(
  infos: readonly OnnxValueInfo[],
  where: string,
  given: InputShapes = {},
): { inputs: ResolvedInput[]; fixedBatch: number | undefined } {
  const fail = (name: string, message: string): never => {
    throw new ModelFileError(`${where}: input "${name}" ${message}`);
  };
  if (infos.length === 0) throw new ModelFileError(`${where}: has no inputs, expected at least one`);
  const shapes = infos.map(({ name, shape, elementType }) => {
    const type = constantType(elementType);
    if (type === undefined) fail(name, `has data type ${elementType}, expected a float or integer tensor`);
    const sizes = given[name] ?? shape ?? fail(name, 'has no shape, expected [N, ...]');
    if (sizes.length < 1 || sizes.length > 6)
      fail(name, `has ${sizes.length} axes, expected 1 to 6 with the batch first`);
    const rest = sizes.slice(1).map((size, axis) => {
      if (typeof size === 'number' && size >= 1 && Number.isInteger(size)) return size;
      const open = typeof size === 'string' ? ` ("${size}")` : '';
      return fail(
        name,
        `has no fixed size at axis ${axis + 1}${open}; export with fixed sizes, only the batch may be open`,
      );
    });
    return { name, first: sizes[0], rest, isInteger: type !== 'float' };
  });
  const fixed = shapes.flatMap(({ first }) => (typeof first === 'number' && first > 0 ? [first] : []));
  const differing = fixed.find((size) => size !== fixed[0] || (size !== 1 && fixed.length < shapes.length));
  if (differing !== undefined) {
    const found = shapes.map(({ name, first }) => `"${name}" ${first ?? 'open'}`).join(', ');
    throw new ModelFileError(
      `${where}: first sizes of the inputs are ${found}, expected one batch size for all`,
    );
  }
  const inputs = shapes.map(({ name, rest, isInteger }) => ({ name, shape: [BATCH, ...rest], isInteger }));
  return { inputs, fixedBatch: fixed[0] };
}

const labelNames =
  /^(y|c|l|kl|cls|cond|condition|category|digit|attr(ibute)?s?)\d*$|label|class|grade|one_?hot/i;
const latentNames = /noise|latent|^z\d*$|^w\d*$|random/i;

/** What an input means, from its name and shape: an image, a label, or otherwise a normal latent. */
export function describeInput({ name, shape }: ResolvedInput, classes: number | undefined): GraphInput {
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

/** Integer inputs must hold one number for each image. */
export function checkIndexShape({ name, shape }: ResolvedInput, where: string): void {
  if (shape.slice(1).some((size) => size !== 1)) {
    throw new ModelFileError(
      `${where}: integer input "${name}" is ${formatDims(shape)}, expected one label for each image`,
    );
  }
}
