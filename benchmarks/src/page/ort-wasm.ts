import * as ort from 'onnxruntime-web/wasm';
import { ortContender } from '../ort/ortContender.ts';
import { offer } from './contender.ts';
import { threadCount } from './threadCount.ts';

ort.env.wasm.numThreads = threadCount;
// It sets the number to 1 itself where it finds no threads; all its builds have SIMD.
offer(
  ortContender(ort, 'wasm', () => `wasm (threads: ${ort.env.wasm.numThreads}, SIMD)`, {
    wasm: new URL('ort/', location.href).href,
  }),
);
