import { describeCases } from '../../test/describeCases.ts';
import { sliceCases } from './slice.cases.ts';

describeCases(sliceCases);
