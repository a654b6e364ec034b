import { operations } from '@roentgan/kernels/operations';
import { provideOperations } from '../src/graph/operationTable.ts';
import { provideSamplerChecks } from '../src/modelFile/lazySampler.ts';
import * as samplerChecks from '../src/modelFile/samplerChecks.ts';

/** For tests that check or plan a graph at once, and do not stream a file, which loads what it needs. */
export function provideEverything(): void {
  provideOperations(operations);
  provideSamplerChecks(samplerChecks);
}
