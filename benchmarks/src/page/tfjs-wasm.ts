import { getThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { env } from '@tensorflow/tfjs-core';
import { tfjsContender } from '../tfjs/interpreter.ts';
import { offer } from './contender.ts';

setWasmPaths(new URL('wasm/', location.href).href);
offer(
  tfjsContender('wasm', () => {
    const threaded = env().get('WASM_HAS_MULTITHREAD_SUPPORT') === true;
    const simd = env().get('WASM_HAS_SIMD_SUPPORT') === true;
    return `wasm (threads: ${threaded ? getThreadsCount() : 1}${simd ? ', SIMD' : ''})`;
  }),
);
