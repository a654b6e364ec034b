import type { InferenceSession } from 'onnxruntime-web';
import type { Contender } from '../page/contender.ts';

/** The part of ONNX Runtime Web that its builds for WebGPU and for WebAssembly share. */
export type OnnxRuntime = Pick<typeof import('onnxruntime-web'), 'env' | 'InferenceSession' | 'Tensor'>;

/** Where it finds things. */
export interface OrtFiles {
  /** Folder of its WebAssembly files, with a slash at the end. */
  readonly wasm: string;
  /** Reads a model for it where it cannot fetch the address itself. */
  read?(address: string): Promise<Uint8Array>;
}

/** A model on one of ONNX Runtime Web's execution providers, optimised for the batch it will get. */
export function ortContender(
  { env, InferenceSession, Tensor }: OnnxRuntime,
  provider: 'webgpu' | 'wasm',
  describe: () => string,
  { wasm, read }: OrtFiles,
): Contender {
  let session: InferenceSession | undefined;
  env.wasm.wasmPaths = wasm;
  env.logLevel = 'error';

  return {
    layout: 'channelsFirst',
    fixedBatch: true,
    describe,
    async load(modelUrl, batch = 1) {
      await session?.release();
      const address = `${modelUrl}.onnx`;
      session = await InferenceSession.create(
        (read ? await read(address) : address) as string, // its overloads take either
        {
          executionProviders: [provider],
          graphOptimizationLevel: 'all',
          freeDimensionOverrides: { N: batch },
        },
      );
    },
    async run(inputs) {
      const feeds = Object.entries(inputs).map(([name, { data, shape }]) => [
        name,
        new Tensor('float32', data, shape),
      ]);
      const outputs = await session!.run(Object.fromEntries(feeds));
      return Object.values(outputs)[0]!.data as Float32Array;
    },
  };
}
