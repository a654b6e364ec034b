import { describeCases } from '../../test/describeCases.ts';
import { scaledDotProductAttentionCases } from './scaledDotProductAttention.cases.ts';

describeCases(scaledDotProductAttentionCases);
