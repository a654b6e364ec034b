import { describeCases } from '../../test/describeCases.ts';
import { reshapeCases } from './reshape.cases.ts';

describeCases(reshapeCases);
