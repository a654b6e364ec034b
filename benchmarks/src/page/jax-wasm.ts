import { jaxContender } from '../jax/jaxContender.ts';
import { offer } from './contender.ts';

// It takes as many threads as the browser states cores, and cannot be told otherwise.
offer(jaxContender('wasm', () => `wasm (threads: ${navigator.hardwareConcurrency}, SIMD)`));
