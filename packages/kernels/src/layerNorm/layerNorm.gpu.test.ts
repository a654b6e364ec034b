import { describeCases } from '../../test/describeCases.ts';
import { layerNormCases } from './layerNorm.cases.ts';

describeCases(layerNormCases);
