import { describeCases } from '../../test/describeCases.ts';
import { indexSelectCases } from './indexSelect.cases.ts';

describeCases(indexSelectCases);
