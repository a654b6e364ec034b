import { describeCases } from '../../test/describeCases.ts';
import { convTranspose2dCases } from './convTranspose2d.cases.ts';

describeCases(convTranspose2dCases);
