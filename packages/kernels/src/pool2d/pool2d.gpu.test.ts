import { describeCases } from '../../test/describeCases.ts';
import { avgPool2dCases, maxPool2dCases } from './pool2d.cases.ts';

describeCases(maxPool2dCases);
describeCases(avgPool2dCases);
