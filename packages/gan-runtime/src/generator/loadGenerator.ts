import { ModelFileError, WebGpuUnavailableError } from '../errors.ts';
import { rethrow } from '../laterText.ts';
import type { ModelSource } from '../modelFile/byteSource.ts';
import type { WeightTensor } from '../modelFile/model.ts';
import type { ModelHeader } from '../modelFile/modelHeader.ts';
import { needsExtras } from '../modelFile/needs.ts';
import { type OpenedModel, openModel } from '../modelFile/streamModel.ts';
import { callersDevice, type HeldDevice, holdDevice } from '../session/sharedDevice.ts';
import { WebGpuBackend } from '../session/webgpuBackend.ts';
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
    async onTensor(name: string, tensor: WeightTensor) {
      const { graph } = loaded.header!;
      if (!needsExtras(graph)) return; // nothing that is kept
      const { keepVector } = await import('../extras.ts');
      await keepVector(graph, name, tensor, loaded.vectors);
    },
  };
}

async function openWebGpu(
  source: ModelSource | Promise<OpenedModel>,
  options: LoadOptions,
  loaded: Loaded,
  acquired: HeldDevice,
): Promise<Replacement> {
  try {
    const backend = await WebGpuBackend.load(source, acquired, { ...options, ...keep(loaded) });
    const kind = acquired.isSoftware ? 'a software WebGPU adapter' : 'a WebGPU adapter';
    return { backend, reason: options.device ? 'the caller brought a device' : `${kind} is available` };
  } catch (error) {
    acquired.release();
    return rethrow(error);
  }
}

/** The code of the CPU's backends is loaded only here, while the file arrives, so that a WebGPU page never has it. */
async function openCpu(
  source: ModelSource | Promise<OpenedModel>,
  options: LoadOptions,
  loaded: Loaded,
  reason: string,
): Promise<Replacement> {
  const { openCpu } = await import('../cpu/openCpu.ts');
  return openCpu(source, options, keep(loaded), reason);
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
  options.signal?.throwIfAborted();
  const { first, again } = await reopenable(source);
  const loaded: Loaded = { vectors: new Map() };
  const abandoned = new AbortController(); // browsers without WebGPU may be too old for AbortSignal.any
  options.signal?.addEventListener('abort', () => abandoned.abort(options.signal?.reason), { once: true });
  const opened = openModel(first, abandoned.signal); // the file and the code for it are on their way while a device is looked for
  opened.catch(() => {}); // reported where it is read
  const open = async (): Promise<Replacement> => {
    const acquired = await acquire(options);
    if (typeof acquired === 'string') return openCpu(opened, options, loaded, acquired);
    return openWebGpu(opened, options, loaded, acquired).catch((error: Error) => {
      if (!mayStandIn(error, options)) throw error;
      return openCpu(again, options, loaded, `WebGPU failed: ${error.message}`);
    });
  };
  const replacement = await open().catch((error: unknown) => {
    abandoned.abort(error);
    opened.then(({ bytes }) => bytes.cancel(error)).catch(() => {});
    return rethrow(error);
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
  const header = loaded.header!;
  const extras = needsExtras(header.graph) ? await import('../extras.ts') : undefined; // loaded with the header
  const info = modelInfo(header, extras?.labelInfo(header.graph));
  return new Generator(info, loaded.vectors, extras, new Recovery(replacement, rebuilder));
}
