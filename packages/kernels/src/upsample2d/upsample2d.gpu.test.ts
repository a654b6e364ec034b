import { describeCases } from '../../test/describeCases.ts';
import { upsample2dBilinearCases, upsample2dNearestCases } from './upsample2d.cases.ts';

describeCases(upsample2dNearestCases);
describeCases(upsample2dBilinearCases);
