import { activationCases } from '../src/activation/activation.cases.ts';
import { arithmeticCases } from '../src/arithmetic/arithmetic.cases.ts';
import { batchNorm2dCases } from '../src/batchNorm2d/batchNorm2d.cases.ts';
import { concatCases } from '../src/concat/concat.cases.ts';
import { conv2dCases } from '../src/conv2d/conv2d.cases.ts';
import { convTranspose2dCases } from '../src/convTranspose2d/convTranspose2d.cases.ts';
import { embeddingCases } from '../src/embedding/embedding.cases.ts';
import {
  gridSampleBicubicCases,
  gridSampleBilinearCases,
  gridSampleNearestCases,
} from '../src/gridSample/gridSample.cases.ts';
import { groupNormCases } from '../src/groupNorm/groupNorm.cases.ts';
import { indexSelectCases } from '../src/indexSelect/indexSelect.cases.ts';
import { instanceNorm2dCases } from '../src/instanceNorm2d/instanceNorm2d.cases.ts';
import { layerNormCases } from '../src/layerNorm/layerNorm.cases.ts';
import { linearCases } from '../src/linear/linear.cases.ts';
import { matmulCases } from '../src/matmul/matmul.cases.ts';
import { pad2dCases } from '../src/pad2d/pad2d.cases.ts';
import { permuteCases } from '../src/permute/permute.cases.ts';
import { pixelShuffleCases, pixelUnshuffleCases } from '../src/pixelShuffle/pixelShuffle.cases.ts';
import { avgPool2dCases, maxPool2dCases } from '../src/pool2d/pool2d.cases.ts';
import { reductionCases } from '../src/reduction/reduction.cases.ts';
import { reshapeCases } from '../src/reshape/reshape.cases.ts';
import { scaledDotProductAttentionCases } from '../src/scaledDotProductAttention/scaledDotProductAttention.cases.ts';
import { sliceCases } from '../src/slice/slice.cases.ts';
import { softmaxCases } from '../src/softmax/softmax.cases.ts';
import { unaryCases } from '../src/unary/unary.cases.ts';
import { upsample2dBilinearCases, upsample2dNearestCases } from '../src/upsample2d/upsample2d.cases.ts';
import { whereCases } from '../src/where/where.cases.ts';
import type { CaseTable } from './case.ts';

/** Every numeric table; `interface.test.ts` checks that no operation is missing. */
export const tables: readonly CaseTable[] = [
  conv2dCases,
  convTranspose2dCases,
  linearCases,
  batchNorm2dCases,
  instanceNorm2dCases,
  groupNormCases,
  layerNormCases,
  softmaxCases,
  matmulCases,
  scaledDotProductAttentionCases,
  ...reductionCases,
  upsample2dNearestCases,
  upsample2dBilinearCases,
  pad2dCases,
  ...arithmeticCases,
  whereCases,
  concatCases,
  reshapeCases,
  permuteCases,
  sliceCases,
  maxPool2dCases,
  avgPool2dCases,
  pixelShuffleCases,
  pixelUnshuffleCases,
  embeddingCases,
  indexSelectCases,
  gridSampleBilinearCases,
  gridSampleNearestCases,
  gridSampleBicubicCases,
  ...activationCases,
  ...unaryCases,
];
