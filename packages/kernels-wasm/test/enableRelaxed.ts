import { setFlagsFromString } from 'node:v8';

/** Node 20 has relaxed SIMD behind this flag; later versions have it anyway. */
export function enableRelaxed(): void {
  setFlagsFromString('--experimental-wasm-relaxed-simd');
}
