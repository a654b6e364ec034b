import { operations } from '@roentgan/kernels/operations';
import { provideOperations } from '../src/graph/operationTable.ts';
import * as halves from '../src/modelFile/halfFloat.ts';
import * as headers from '../src/modelFile/headerChecks.ts';
import { halfFloats, headerChecks, samplerChecks } from '../src/modelFile/lazyCode.ts';
import * as samplers from '../src/modelFile/samplerChecks.ts';

/** For tests that check or plan a graph at once, and do not stream a file, which loads what it needs. */
export function provideEverything(): void {
  provideOperations(operations);
  samplerChecks.provide(samplers);
  headerChecks.provide(headers);
  halfFloats.provide(halves);
}
