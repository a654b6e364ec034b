import { describeCases } from '../../test/describeCases.ts';
import { batchNorm2dCases } from './batchNorm2d.cases.ts';

describeCases(batchNorm2dCases);
