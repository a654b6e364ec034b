// What runs a model without a GPU: a page loads it as one file, and only where it is needed.
export { floatWeights, ReferenceBackend } from './referenceBackend.ts';
export { startWasm } from './wasmLoader.ts';
