import { ModelFileError, WebGpuUnavailableError } from '../errors.ts';
import { type ByteSource, type ModelSource, openSource } from '../modelFile/byteSource.ts';
import type { ModelHeader } from '../modelFile/header.ts';
import { samplerChecks } from '../modelFile/lazySampler.ts';
import type { WeightTensor } from '../modelFile/model.ts';
import { streamModel } from '../modelFile/streamModel.ts';
import { tensorToFloat32 } from '../modelFile/weightValues.ts';
import { callersDevice, type HeldDevice, holdDevice } from '../session/sharedDevice.ts';
import { WebGpuBackend } from '../session/webgpuBackend.ts';
import { editsOf } from './editMoves.ts';
import { Generator } from './generator.ts';
import { modelInfo } from './modelInfo.ts';
import { type LoadOptions, reopenable } from './options.ts';
import { Recovery, type Replacement } from './recovery.ts';

/** What loading keeps on the CPU: the header, the directions and a sampler's table. */
interface Loaded {
  header?: ModelHeader;
  readonly vectors: Map<string, Float32Array>;
}

function keep(loaded: Loaded) {
  return {
    onHeader(header: ModelHeader) {
      loaded.header = header;
    },
    onTensor(name: string, tensor: WeightTensor) {
      const { graph } = loaded.header!;
      const schedule = graph.sampler?.schedule;
      const isTable = schedule?.kind === 'table' && schedule.alphasCumprod === name;
      if (!isTable && !editsOf(graph).some(({ vector }) => vector === name)) return;
      const values = tensorToFloat32(tensor).slice();
      if (isTable) samplerChecks().alphasCumprodOf(schedule, values); // refuses values that are no schedule
      loaded.vectors.set(name, values);
    },
  };
}

async function openWebGpu(
  source: ModelSource | Promise<ByteSource>,
  options: LoadOptions,
  loaded: Loaded,
  acquired: HeldDevice,
): Promise<Replacement> {
  const { signal, onProgress, precision, tuning } = options;
  try {
    const backend = await WebGpuBackend.load(source, acquired, {
      ...keep(loaded),
      signal,
      precision,
      tuning,
      ...(onProgress ? { onProgress } : {}),
    });
    const kind = acquired.isSoftware ? 'a software WebGPU adapter' : 'a WebGPU adapter';
    return { backend, reason: options.device ? 'the caller brought a device' : `${kind} is available` };
  } catch (error) {
    acquired.release();
    throw error;
  }
}

/**
 * WebAssembly, or the references where they are asked for or the machine has none. The code of both is loaded
 * only here, while the file arrives, so that a WebGPU page never has it.
 */
async function openCpu(
  source: ModelSource | Promise<ByteSource>,
  options: LoadOptions,
  loaded: Loaded,
  reason: string,
): Promise<Replacement> {
  const { backend, threads, signal, onProgress } = options;
  const code = import('../cpu/cpuBackends.ts');
  code.catch(() => {}); // reported where it is awaited
  const starting = backend === 'reference' ? undefined : code.then(({ startWasm }) => startWasm(threads));
  starting?.catch(() => {}); // reported where it is awaited
  const kept = keep(loaded);
  const tensors = new Map<string, WeightTensor>();
  try {
    const { graph } = await streamModel(source, {
      signal,
      ...(onProgress ? { onProgress } : {}),
      async onHeader(header) {
        kept.onHeader(header);
        (await starting)?.takeHeader(header);
      },
      async onTensor(name, tensor) {
        kept.onTensor(name, tensor);
        const wasm = await starting;
        if (wasm) await wasm.takeTensor(name, tensor);
        else tensors.set(name, tensor);
      },
    });
    const made = await (await starting)?.finish();
    if (made) {
      const { noWorker } = made;
      const why = noWorker ? `${reason}; no worker could be started: ${noWorker}` : reason;
      return { backend: made, reason: why };
    }
    const why = starting ? `${reason}; WebAssembly SIMD is missing or forbidden here` : reason;
    const { floatWeights, ReferenceBackend } = await code;
    return { backend: new ReferenceBackend(graph, floatWeights(tensors)), reason: why };
  } catch (error) {
    starting?.then((wasm) => wasm?.abandon(error)).catch(() => {});
    throw error;
  }
}

/** The caller's device, or the one that generators share; a reason instead where the CPU is to run the model. */
async function acquire({ device, gpu, backend = 'auto' }: LoadOptions): Promise<HeldDevice | string> {
  if (backend === 'cpu' || backend === 'reference') return 'the caller asked for it';
  if (device) return callersDevice(device);
  try {
    const held = await holdDevice(gpu, backend === 'auto');
    if (typeof held !== 'string') return held;
    return `the only WebGPU adapter (${held}) is software, which is slower than WebAssembly`;
  } catch (error) {
    if (backend === 'webgpu') {
      if (error instanceof WebGpuUnavailableError) throw error;
      throw new WebGpuUnavailableError(`WebGPU gives no device: ${(error as Error).message}`, {
        cause: error,
      });
    }
    return (error as Error).message;
  }
}

/** Whether the CPU may take over from a GPU that failed to load a model: not where the file or the caller is at fault. */
function mayStandIn(error: Error, { backend = 'auto', device, signal }: LoadOptions): boolean {
  const isTheirs = error instanceof ModelFileError || error instanceof TypeError;
  return backend === 'auto' && device === undefined && !signal?.aborted && !isTheirs;
}

/**
 * Loads a model file and readies it to run: weights stream to the GPU while pipelines compile.
 * @throws ModelFileError for a file that is no valid model, WebGpuUnavailableError where `backend: 'webgpu'` was
 *   asked for and there is none, RangeError where the model does not fit the device, TypeError for a `precision` it lacks
 *   or a `tuning` that is no table, `signal.reason` when aborted
 */
export async function loadGenerator(source: ModelSource, options: LoadOptions = {}): Promise<Generator> {
  const { first, again } = await reopenable(source);
  const loaded: Loaded = { vectors: new Map() };
  const opened = openSource(first, options.signal, undefined); // the file is on its way while a device is looked for
  opened.catch(() => {}); // reported where it is read
  const acquired = await acquire(options).catch((error: unknown) => {
    opened.then((bytes) => bytes.cancel(error)).catch(() => {});
    throw error;
  });
  const replacement =
    typeof acquired === 'string'
      ? await openCpu(opened, options, loaded, acquired)
      : await openWebGpu(opened, options, loaded, acquired).catch((error: Error) => {
          if (!mayStandIn(error, options)) throw error;
          return openCpu(again, options, loaded, `WebGPU failed: ${error.message}`);
        });
  // A rebuild reports no progress and is not aborted by the signal of the first load.
  const { signal: _, onProgress: __, ...rebuild } = options;
  const rebuilder = options.device
    ? undefined
    : {
        webgpu: async () =>
          openWebGpu(again, rebuild, loaded, (await holdDevice(options.gpu, false)) as HeldDevice),
        cpu: (reason: string) => openCpu(again, rebuild, loaded, reason),
      };
  return new Generator(modelInfo(loaded.header!), loaded.vectors, new Recovery(replacement, rebuilder));
}
