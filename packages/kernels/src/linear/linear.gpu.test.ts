import { describeCases } from '../../test/describeCases.ts';
import { linearCases } from './linear.cases.ts';

describeCases(linearCases);
