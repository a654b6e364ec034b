import { gridSample } from '../gridSample/gridSample.ts';
import { operationsByName } from '../operationsByName.ts';

/** Sampling at places that the graph computes. */
export const operations = operationsByName([gridSample]);
