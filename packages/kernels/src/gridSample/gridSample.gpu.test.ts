import { describeCases } from '../../test/describeCases.ts';
import {
  gridSampleBicubicCases,
  gridSampleBilinearCases,
  gridSampleNearestCases,
  gridSampleOddPlacesCases,
} from './gridSample.cases.ts';

describeCases(gridSampleBilinearCases);
describeCases(gridSampleBicubicCases);
describeCases(gridSampleNearestCases);
describeCases(gridSampleOddPlacesCases);
