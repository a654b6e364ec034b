import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { builtFolder } from '../builtFolder.ts';
import type { ContenderName } from '../contenders.ts';
import { type OrtFiles, ortContender } from '../ort/ortContender.ts';
import type { Contender } from '../page/contender.ts';

/** Where the build puts the peers' WebAssembly files. */
const peerFiles = join(builtFolder, 'page');
const ortFiles: OrtFiles = {
  wasm: `${pathToFileURL(join(peerFiles, 'ort')).href}/`,
  read: (address) => readFile(fileURLToPath(address)),
};

/** A contender outside a browser; only its own JavaScript is loaded. WebGPU must be in place for those that need it. */
export async function openContender(name: ContenderName): Promise<Contender> {
  const threads = name.endsWith('-1') ? 1 : availableParallelism();
  switch (name) {
    case 'roentgan':
    case 'roentgan-cpu':
    case 'roentgan-cpu-1': {
      const { roentganContender } = await import('../roentganContender.ts');
      const options =
        name === 'roentgan'
          ? ({ backend: 'webgpu', precision: 'f32' } as const)
          : ({ backend: 'cpu', threads } as const);
      return roentganContender(options, (modelUrl) => `${modelUrl}.safetensors`);
    }
    case 'tfjs-webgpu': {
      offerRequire();
      await import('@tensorflow/tfjs-backend-webgpu');
      const { tfjsContender } = await import('../tfjs/interpreter.ts');
      return tfjsContender('webgpu');
    }
    case 'tfjs-wasm':
    case 'tfjs-wasm-1': {
      offerRequire();
      const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
      const { tfjsContender } = await import('../tfjs/interpreter.ts');
      setWasmPaths(`${join(peerFiles, 'wasm')}/`);
      // Outside browsers TF.js uses no threads.
      return tfjsContender('wasm', () => 'wasm (threads: 1, SIMD)');
    }
    case 'ort-webgpu': {
      const ort = await import('onnxruntime-web/webgpu');
      return ortContender(ort, 'webgpu', () => 'webgpu', ortFiles);
    }
    case 'ort-wasm':
    case 'ort-wasm-1': {
      const ort = await import('onnxruntime-web'); // its build for Node, which has WebAssembly only
      ort.env.wasm.numThreads = threads;
      return ortContender(ort, 'wasm', () => `wasm (threads: ${ort.env.wasm.numThreads}, SIMD)`, ortFiles);
    }
    case 'jax-webgpu':
    case 'jax-wasm': {
      const { jaxContender } = await import('../jax/jaxContender.ts');
      return name === 'jax-webgpu'
        ? jaxContender('webgpu', () => 'webgpu')
        : jaxContender('wasm', () => 'wasm (threads: 1, SIMD)');
    }
    default:
      throw new Error(`${name}: runs in a browser only`);
  }
}

/** TF.js's packages ask for Node's modules as CommonJS does, wherever they find themselves in Node. */
function offerRequire(): void {
  const scope = globalThis as unknown as { require?: NodeJS.Require; __dirname?: string };
  scope.require ??= createRequire(import.meta.url);
  scope.__dirname ??= peerFiles;
}
