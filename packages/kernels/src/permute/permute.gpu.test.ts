import { describeCases } from '../../test/describeCases.ts';
import { permuteCases } from './permute.cases.ts';

describeCases(permuteCases);
