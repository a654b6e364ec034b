import { describeCases } from '../../test/describeCases.ts';
import { softmaxCases } from './softmax.cases.ts';

describeCases(softmaxCases);
