import type { LoadOptions } from '../generator/options.ts';
import type { Replacement } from '../generator/recovery.ts';
import type { ModelSource } from '../modelFile/byteSource.ts';
import type { WeightTensor } from '../modelFile/model.ts';
import type { ModelHeader } from '../modelFile/modelHeader.ts';
import { type OpenedModel, streamModel } from '../modelFile/streamModel.ts';
import { startWasm } from './wasmLoader.ts';

/**
 * Streams a model to WebAssembly, or to the references where they are asked for or the machine has none. A page loads this as one file, and
 * only where it is needed; the references, which few ask for, are another one.
 */
export async function openCpu(
  source: ModelSource | Promise<OpenedModel>,
  { backend, threads, signal, onProgress }: LoadOptions,
  kept: { onHeader(header: ModelHeader): void; onTensor(name: string, tensor: WeightTensor): Promise<void> },
  reason: string,
): Promise<Replacement> {
  const wasm = backend === 'reference' ? undefined : startWasm(threads);
  const tensors = new Map<string, WeightTensor>();
  try {
    const { graph } = await streamModel(source, {
      signal,
      onProgress,
      onHeader(header) {
        kept.onHeader(header);
        wasm?.takeHeader(header);
      },
      async onTensor(name, tensor) {
        await kept.onTensor(name, tensor);
        if (wasm) await wasm.takeTensor(name, tensor);
        else tensors.set(name, tensor);
      },
    });
    if (wasm) {
      const made = await wasm.finish();
      const why = made.noWorker ? `${reason}; no worker could be started: ${made.noWorker}` : reason;
      return { backend: made, reason: why };
    }
    const why = backend === 'reference' ? reason : `${reason}; WebAssembly SIMD is missing or forbidden here`;
    const { floatWeights, ReferenceBackend } = await import('./referenceBackend.ts');
    return { backend: new ReferenceBackend(graph, floatWeights(tensors)), reason: why };
  } catch (error) {
    wasm?.abandon(error);
    throw error;
  }
}
