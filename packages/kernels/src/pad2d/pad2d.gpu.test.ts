import { describeCases } from '../../test/describeCases.ts';
import { pad2dCases } from './pad2d.cases.ts';

describeCases(pad2dCases);
