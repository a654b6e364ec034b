import { describeCases } from '../../test/describeCases.ts';
import { arithmeticCases } from './arithmetic.cases.ts';

for (const table of arithmeticCases) describeCases(table);
