import { describeCases } from '../../test/describeCases.ts';
import { activationCases } from './activation.cases.ts';

for (const table of activationCases) describeCases(table);
