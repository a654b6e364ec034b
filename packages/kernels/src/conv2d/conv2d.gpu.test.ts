import { describeCases } from '../../test/describeCases.ts';
import { conv2dCases } from './conv2d.cases.ts';

describeCases(conv2dCases);
