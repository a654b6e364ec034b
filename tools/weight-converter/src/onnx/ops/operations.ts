import type { Fold } from '../fold/constantOps.ts';
import { elementwiseFolds } from '../fold/foldElementwise.ts';
import { layoutFolds } from '../fold/foldLayout.ts';
import { makingFolds } from '../fold/foldMaking.ts';
import { activationOps } from './activations.ts';
import { arithmeticOps } from './arithmetic.ts';
import { compareOps } from './compare.ts';
import { convolutionOps } from './convolution.ts';
import { einsumOps } from './einsum.ts';
import { gridSampleOps } from './gridSample.ts';
import { layoutOps } from './layout.ts';
import type { Mapper } from './mapper.ts';
import { matrixOps } from './matrix.ts';
import { normalizationOps } from './normalization.ts';
import { padOps } from './pad.ts';
import { poolingOps } from './pooling.ts';
import { reductionOps } from './reductions.ts';
import { resizeOps } from './resize.ts';
import { scatterOps } from './scatter.ts';
import { selectOps } from './select.ts';
import { softmaxOps } from './softmax.ts';

/** What each ONNX operation becomes where it depends on the inputs. */
export const mappers: ReadonlyMap<string, Mapper> = new Map(
  Object.entries({
    ...convolutionOps,
    ...matrixOps,
    ...normalizationOps,
    ...resizeOps,
    ...gridSampleOps,
    ...padOps,
    ...poolingOps,
    ...reductionOps,
    ...softmaxOps,
    ...einsumOps,
    ...selectOps,
    ...scatterOps,
    ...layoutOps,
    ...arithmeticOps,
    ...compareOps,
    ...activationOps,
  }),
);

/** What is evaluated while converting, where all inputs are known. */
export const folds: ReadonlyMap<string, Fold> = new Map(
  Object.entries({ ...elementwiseFolds, ...layoutFolds, ...makingFolds }),
);

const twoInputs =
  'Add Sub Mul Div Mod Pow Equal Greater GreaterOrEqual Less LessOrEqual And Or Gather Expand Tile Reshape MatMul CastLike DequantizeLinear';

/** How many inputs an operation must have to be folded. */
export const foldedInputs: ReadonlyMap<string, number> = new Map([
  ...twoInputs.split(' ').map((op) => [op, 2] as const),
  ['Where', 3],
  ['Range', 3],
  ['Constant', 0],
]);

/** For errors: `Add, BatchNormalization, ...; on constants also Ceil, ...`. */
export function listSupported(): string {
  const onlyFolded = [...folds.keys()].filter((op) => !mappers.has(op));
  return `${[...mappers.keys()].toSorted().join(', ')}; on constants also ${onlyFolded.toSorted().join(', ')}, If`;
}
