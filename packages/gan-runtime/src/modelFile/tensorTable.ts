import type { WeightDtype, WeightTensor } from './model.ts';

/** Where one tensor's bytes stand, counted from the end of the header. */
export interface TensorInfo {
  readonly dtype: WeightDtype;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

export const bytesPerElement: Readonly<Record<WeightDtype, number>> = { F32: 4, F16: 2, I8: 1 };

/** Whether any tensor is of a type. */
export function hasDtype(tensors: ReadonlyMap<string, TensorInfo>, wanted: WeightDtype): boolean {
  return [...tensors.values()].some(({ dtype }) => dtype === wanted);
}

/** Name of the tensor that holds the scale of an int8 tensor. */
export function scaleName(tensor: string): string {
  return `${tensor}.scale`;
}

export function tensorFrom({ dtype, shape }: TensorInfo, bytes: Uint8Array): WeightTensor {
  return { dtype, shape, bytes };
}
