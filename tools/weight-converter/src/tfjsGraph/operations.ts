import { isControlFlow, refusedControlFlow } from './controlFlow.ts';
import { elementwiseFolds } from './fold/elementwise.ts';
import type { Fold } from './fold/fold.ts';
import { layoutFolds } from './fold/layout.ts';
import { makingFolds } from './fold/making.ts';
import { activationOps } from './ops/activations.ts';
import { arithmeticOps } from './ops/arithmetic.ts';
import { blockOps } from './ops/blocks.ts';
import { convolutionOps } from './ops/convolution.ts';
import { einsumOps } from './ops/einsum.ts';
import { gatherOps } from './ops/gather.ts';
import { layoutOps } from './ops/layout.ts';
import { logicOps } from './ops/logic.ts';
import type { Mapper } from './ops/mapper.ts';
import { matrixOps } from './ops/matrix.ts';
import { normalizationOps } from './ops/normalization.ts';
import { padOps } from './ops/pad.ts';
import { poolingOps } from './ops/pooling.ts';
import { resizeOps } from './ops/resize.ts';

/** By TensorFlow's operation name; a Map, so that an untrusted name finds nothing else. */
export const mappers: ReadonlyMap<string, Mapper> = new Map(
  Object.entries({
    ...activationOps,
    ...arithmeticOps,
    ...blockOps,
    ...convolutionOps,
    ...einsumOps,
    ...gatherOps,
    ...layoutOps,
    ...logicOps,
    ...matrixOps,
    ...normalizationOps,
    ...padOps,
    ...poolingOps,
    ...resizeOps,
  }),
);

/** What nodes whose inputs are all constants are evaluated by. */
export const folds: ReadonlyMap<string, Fold> = new Map(
  Object.entries({ ...elementwiseFolds, ...layoutFolds, ...makingFolds }),
);

/** Inputs that a fold needs, where not all that its node has could be missing. */
export const foldInputs: ReadonlyMap<string, number> = new Map(
  Object.entries({ Select: 3, SelectV2: 3, Range: 3, StridedSlice: 3, Slice: 3, SplitV: 3 }),
);

const random =
  /^(Random|Stateless(Random|Truncated)|TruncatedNormal|ParameterizedTruncatedNormal|Multinomial)/;

/** Why an operation has no mapper and what a person can do. */
export function describeUnsupported(op: string): string {
  if (isControlFlow(op)) return refusedControlFlow;
  if (random.test(op))
    return 'makes random numbers in the graph; make them an input of the model and export it again';
  return `is not supported; supported are ${[...mappers.keys()].toSorted().join(', ')}; on constants also ${[
    ...folds.keys(),
  ]
    .filter((name) => !mappers.has(name))
    .toSorted()
    .join(', ')}`;
}
