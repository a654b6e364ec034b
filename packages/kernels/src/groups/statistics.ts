import { groupNorm } from '../groupNorm/groupNorm.ts';
import { instanceNorm2d } from '../instanceNorm2d/instanceNorm2d.ts';
import { layerNorm } from '../layerNorm/layerNorm.ts';
import { operationsByName } from '../operationsByName.ts';
import { amax, amin, mean, sum } from '../reduction/reduction.ts';
import { softmax } from '../softmax/softmax.ts';

/** Normalisation, and sums and extremes along axes. */
export const operations = operationsByName([
  groupNorm,
  instanceNorm2d,
  layerNorm,
  amax,
  amin,
  mean,
  sum,
  softmax,
]);
