import { describeCases } from '../../test/describeCases.ts';
import { instanceNorm2dCases } from './instanceNorm2d.cases.ts';

describeCases(instanceNorm2dCases);
