import { describeCases } from '../../test/describeCases.ts';
import { addCases, multiplyCases } from './arithmetic.cases.ts';

describeCases(addCases);
describeCases(multiplyCases);
