import type { InferenceSession } from 'onnxruntime-web';
import type { Contender } from '../page/contender.ts';

/** The part of ONNX Runtime Web that its builds for WebGPU and for WebAssembly share. */
export type OnnxRuntime = Pick<typeof import('onnxruntime-web'), 'env' | 'InferenceSession' | 'Tensor'>;

/** A model on one of ONNX Runtime Web's execution providers, optimised for the batch it will get. */
export function ortContender(
  { env, InferenceSession, Tensor }: OnnxRuntime,
  provider: 'webgpu' | 'wasm',
  describe: () => string,
): Contender {
  let session: InferenceSession;
  env.wasm.wasmPaths = new URL('ort/', location.href).href;
  env.logLevel = 'error';

  return {
    layout: 'channelsFirst',
    describe,
    async load(modelUrl) {
      session = await InferenceSession.create(`${modelUrl}.onnx`, {
        executionProviders: [provider],
        graphOptimizationLevel: 'all',
        freeDimensionOverrides: { N: 1 },
      });
    },
    async run(inputs) {
      const feeds = Object.entries(inputs).map(([name, { data, shape }]) => [
        name,
        new Tensor('float32', data, shape),
      ]);
      const outputs = await session.run(Object.fromEntries(feeds));
      return Object.values(outputs)[0]!.data as Float32Array;
    },
  };
}
