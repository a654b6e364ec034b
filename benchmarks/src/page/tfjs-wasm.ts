import { getThreadsCount, setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { env } from '@tensorflow/tfjs-core';
import { tfjsContender } from '../tfjs/interpreter.ts';
import { offer } from './contender.ts';
import { threadCount } from './threadCount.ts';

setWasmPaths(new URL('wasm/', location.href).href);
if (threadCount === 1) {
  // For one thread it has a build of its own.
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
} else {
  // Whatever it is told, it takes at most half of the cores that the browser states, and 8.
  Object.defineProperty(navigator, 'hardwareConcurrency', { value: 2 * threadCount });
  setThreadsCount(threadCount);
}
offer(
  tfjsContender('wasm', () => {
    const threaded = env().get('WASM_HAS_MULTITHREAD_SUPPORT') === true;
    const simd = env().get('WASM_HAS_SIMD_SUPPORT') === true;
    return `wasm (threads: ${threaded ? getThreadsCount() : 1}${simd ? ', SIMD' : ''})`;
  }),
);
