import { describeCases } from '../../test/describeCases.ts';
import { whereCases } from './where.cases.ts';

describeCases(whereCases);
