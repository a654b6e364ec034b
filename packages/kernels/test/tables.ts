import { activationCases } from '../src/activation/activation.cases.ts';
import { addCases, multiplyCases } from '../src/arithmetic/arithmetic.cases.ts';
import { batchNorm2dCases } from '../src/batchNorm2d/batchNorm2d.cases.ts';
import { concatCases } from '../src/concat/concat.cases.ts';
import { conv2dCases } from '../src/conv2d/conv2d.cases.ts';
import { convTranspose2dCases } from '../src/convTranspose2d/convTranspose2d.cases.ts';
import { instanceNorm2dCases } from '../src/instanceNorm2d/instanceNorm2d.cases.ts';
import { linearCases } from '../src/linear/linear.cases.ts';
import { pad2dCases } from '../src/pad2d/pad2d.cases.ts';
import { permuteCases } from '../src/permute/permute.cases.ts';
import { reshapeCases } from '../src/reshape/reshape.cases.ts';
import { sliceCases } from '../src/slice/slice.cases.ts';
import { upsample2dBilinearCases, upsample2dNearestCases } from '../src/upsample2d/upsample2d.cases.ts';
import type { CaseTable } from './case.ts';

/** Every numeric table; `interface.test.ts` checks that no operation is missing. */
export const tables: readonly CaseTable[] = [
  conv2dCases,
  convTranspose2dCases,
  linearCases,
  batchNorm2dCases,
  instanceNorm2dCases,
  upsample2dNearestCases,
  upsample2dBilinearCases,
  pad2dCases,
  addCases,
  multiplyCases,
  concatCases,
  reshapeCases,
  permuteCases,
  sliceCases,
  ...activationCases,
];
