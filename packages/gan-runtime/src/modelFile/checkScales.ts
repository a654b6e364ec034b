import { ModelFileError } from '../errors.ts';
import { scaleName, type TensorInfo } from './tensorTable.ts';

/** Whether each int8 tensor has a scale that fits. Throws `ModelFileError`. */
export function checkScales(tensors: ReadonlyMap<string, TensorInfo>): void {
  for (const [name, info] of tensors) {
    if (info.dtype === 'I8') checkScale(name, info, tensors.get(scaleName(name)));
  }
}

/** The scale broadcasts against its tensor: the same rank, 1 on every axis but that of the output channels. */
function checkScale(name: string, info: TensorInfo, scale: TensorInfo | undefined): void {
  const where = `tensor "${scaleName(name)}"`;
  if (scale === undefined)
    throw new ModelFileError(`${where} is missing, expected the scale of int8 "${name}"`);
  const fits =
    scale.dtype === 'F32' &&
    scale.shape.length === info.shape.length &&
    scale.shape.every((size, axis) => size === 1 || size === info.shape[axis]) &&
    scale.shape.filter((size) => size > 1).length <= 1;
  if (!fits) {
    throw new ModelFileError(
      `${where} is ${scale.dtype} [${scale.shape}], expected F32 that broadcasts one axis of [${info.shape}]`,
    );
  }
}
