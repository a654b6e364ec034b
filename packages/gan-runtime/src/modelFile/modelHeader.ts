import type { Graph } from './model.ts';
import type { TensorInfo } from './tensorTable.ts';

/** All of a model file but the weights' bytes. */
export interface ModelHeader {
  readonly graph: Graph;
  /** In the order in which their bytes stand in the file. */
  readonly tensors: ReadonlyMap<string, TensorInfo>;
  /** Where the tensors' bytes start in the file; `TensorInfo.begin` and `end` count from here. */
  readonly dataStart: number;
  /** Length of the whole file. */
  readonly byteLength: number;
}
