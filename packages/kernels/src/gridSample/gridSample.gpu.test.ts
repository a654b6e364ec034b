import { describeCases } from '../../test/describeCases.ts';
import {
  gridSampleBilinearCases,
  gridSampleNearestCases,
  gridSampleOddPlacesCases,
} from './gridSample.cases.ts';

describeCases(gridSampleBilinearCases);
describeCases(gridSampleNearestCases);
describeCases(gridSampleOddPlacesCases);
