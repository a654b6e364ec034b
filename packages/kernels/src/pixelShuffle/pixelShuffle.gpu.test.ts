import { describeCases } from '../../test/describeCases.ts';
import { pixelShuffleCases, pixelUnshuffleCases } from './pixelShuffle.cases.ts';

describeCases(pixelShuffleCases);
describeCases(pixelUnshuffleCases);
