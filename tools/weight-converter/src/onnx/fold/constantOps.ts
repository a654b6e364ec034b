import type { Call } from '../call.ts';
import type { Constant } from '../constant.ts';

/** Evaluates one ONNX operation on constants. */
export type Fold = (call: Call, inputs: readonly Constant[]) => Constant | Constant[];

export {
  broadcastBoth,
  broadcastStrides,
  broadcastTo,
  gathered,
  made,
  reshaped,
  space,
} from '../../graph/constantOps.ts';
