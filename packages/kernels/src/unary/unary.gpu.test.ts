import { describeCases } from '../../test/describeCases.ts';
import { unaryCases } from './unary.cases.ts';

for (const table of unaryCases) describeCases(table);
