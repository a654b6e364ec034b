import { describeCases } from '../../test/describeCases.ts';
import { reductionCases } from './reduction.cases.ts';

for (const table of reductionCases) describeCases(table);
