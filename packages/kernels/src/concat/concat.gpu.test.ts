import { describeCases } from '../../test/describeCases.ts';
import { concatCases } from './concat.cases.ts';

describeCases(concatCases);
