import { describeCases } from '../../test/describeCases.ts';
import { matmulCases } from './matmul.cases.ts';

describeCases(matmulCases);
