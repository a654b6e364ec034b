import { describeCases } from '../../test/describeCases.ts';
import { embeddingCases } from './embedding.cases.ts';

describeCases(embeddingCases);
