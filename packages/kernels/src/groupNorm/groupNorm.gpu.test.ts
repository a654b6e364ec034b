import { describeCases } from '../../test/describeCases.ts';
import { groupNormCases } from './groupNorm.cases.ts';

describeCases(groupNormCases);
