import { ModelFileError } from '@roentgan/gan-runtime/model-file';
import { type InputShapes, resolveShapes } from '../graph/inputShapes.ts';
import { BATCH, formatDims } from '../graph/shape.ts';
import { constantType } from './constant.ts';
import type { OnnxValueInfo } from './onnxModel.ts';

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
  given?: InputShapes,
): { inputs: ResolvedInput[]; fixedBatch: number | undefined } {
  const types = infos.map(({ name, elementType }) => {
    const type = constantType(elementType);
    if (type !== undefined) return type;
    throw new ModelFileError(
      `${where}: input "${name}" has data type ${elementType}, expected a float or integer tensor`,
    );
  });
  const declared = infos.map(({ name, shape }) => ({ name, sizes: shape }));
  const { shapes, fixedBatch } = resolveShapes(declared, where, given);
  const inputs = infos.map(({ name }, at) => ({
    name,
    shape: shapes[at]!,
    isInteger: types[at] !== 'float',
  }));
  return { inputs, fixedBatch };
}

/** Integer inputs must hold one number for each image. */
export function checkIndexShape({ name, shape }: ResolvedInput, where: string): void {
  if (shape.slice(1).some((size) => size !== 1)) {
    throw new ModelFileError(
      `${where}: integer input "${name}" is ${formatDims(shape)}, expected one label for each image`,
    );
  }
}

/**
 * Shapes with BATCH before all axes of the file; undefined where a size is open or absent. With `openIsOne`, first axes that
 * are open in all inputs are 1: the graph as it is for one image.
 */
export function inputsWithoutBatch(
  infos: readonly OnnxValueInfo[],
  given: InputShapes = {},
  openIsOne = false,
): ResolvedInput[] | undefined {
  const declared = infos.map(({ name, shape }) => given[name] ?? shape ?? [undefined]);
  const isBatchOpen = openIsOne && declared.every(([first]) => first === 1 || !isFixed(first));
  const inputs = infos.map(({ name, elementType }, at) => {
    const [first, ...rest] = declared[at]!;
    const sizes = declared[at]!.length === 0 ? [] : [isBatchOpen ? 1 : first, ...rest];
    return { name, shape: [BATCH, ...(sizes as number[])], isInteger: constantType(elementType) !== 'float' };
  });
  const areFixed = inputs.every(({ shape }) => shape.length <= 6 && shape.slice(1).every(isFixed));
  return inputs.length > 0 && areFixed ? inputs : undefined;
}

function isFixed(size: number | string | undefined): boolean {
  return typeof size === 'number' && Number.isInteger(size) && size >= 1;
}

/** Shapes of `inputsWithoutBatch` of a file for a batch of one: its first axis is the batch for whoever uses the model. */
export function isBatchOfOne(inputs: readonly ResolvedInput[]): boolean {
  return inputs.every(({ shape }) => shape[1] === 1);
}
