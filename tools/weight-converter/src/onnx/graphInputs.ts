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

/** Shapes with BATCH before all axes of the file; undefined where a size is open or absent. */
export function inputsWithoutBatch(
  infos: readonly OnnxValueInfo[],
  given: InputShapes = {},
): ResolvedInput[] | undefined {
  const inputs = infos.map(({ name, shape, elementType }) => {
    const sizes = given[name] ?? shape ?? [undefined];
    return { name, shape: [BATCH, ...(sizes as number[])], isInteger: constantType(elementType) !== 'float' };
  });
  const isFixed = ({ shape }: ResolvedInput) =>
    shape.length <= 6 && shape.every((size) => Number.isInteger(size) && size >= 1);
  return inputs.length > 0 && inputs.every(isFixed) ? inputs : undefined;
}
