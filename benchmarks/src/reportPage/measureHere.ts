import { parseHeader, writeModel } from '@roentgan/gan-runtime/model-file';
import { ContenderCommands, type ModelToLoad } from '../contenderCommands.ts';
import type { ContenderName } from '../contenders.ts';
import { type Contestant, hostOf } from '../contestant.ts';
import { type GpuBytes, watchGpuMemory } from '../gpuMemory.ts';
import { layerWork } from '../layerWork.ts';
import { measureContenders } from '../measureContenders.ts';
import { dcgan } from '../models/dcgan.ts';
import { describeWebGpu } from '../page/adapter.ts';
import type { Failure, ModelResult, Results, Settings } from '../results.ts';
import { roentganContender } from '../roentganContender.ts';

declare const __ROENTGAN__: string;

/** As many rounds as people wait for. */
const rounds = { runs: 20, warmup: 3, pause: 50, cold: 3, tolerance: 1e-3, batches: [1, 8, 16] } as const;

/**
 * Measures Roentgan on this device: WebGPU, where there is an adapter, and the processor.
 * @param knee the embedded generator's file
 */
export async function measureHere(
  knee: Uint8Array | undefined,
  say: (line: string) => void,
): Promise<Results> {
  const adapter = await describeWebGpu(navigator.gpu);
  const contenders: ContenderName[] = [
    ...(adapter.webgpu === 'none' ? [] : ['roentgan' as const]),
    'roentgan-cpu',
  ];
  const settings: Settings = { ...rounds, contenders, baseline: contenders[0]! };
  const memory = watchGpuMemory(globalThis);
  const models: ModelResult[] = [];
  const failures: Failure[] = [];
  const files: [string, Uint8Array][] = [['dcgan64', writeModel(dcgan('dcgan64', [512, 256, 128, 64]))]];
  if (knee) files.push(['knee', knee]);
  for (const [name, file] of files) {
    const header = parseHeader(file, file.length, name);
    const { graph, tensors } = header;
    const counts = [...tensors.values()].map(({ shape }) => shape.reduce((a, b) => a * b, 1));
    const source: ModelToLoad = {
      url: name,
      inputs: graph.inputs,
      channels: Number(graph.outputs[0]!.shape[1]),
    };
    const model = {
      name,
      parameters: counts.reduce((a, b) => a + b, 0),
      layers: layerWork(header),
      source,
    };
    const open = (contender: ContenderName): Contestant => contestantHere(contender, file, memory);
    const { result, failures: failed } = await measureContenders(model, settings, hostOf(open), say);
    if (result) models.push(result);
    failures.push(...failed);
  }
  return {
    format: 4,
    runtime: 'page',
    date: new Date().toISOString(),
    command: 'roentgan bench report, "Measure this device"',
    settings,
    machine: {
      system: navigator.platform || 'unknown system',
      processor: 'a processor that pages are not told of',
      cores: navigator.hardwareConcurrency,
    },
    versions: { roentgan: __ROENTGAN__, browser: navigator.userAgent },
    adapter: { ...adapter, webgl: 'none', webglIsSoftware: false },
    ceilings: [],
    models,
    failures,
  };
}

/** A contender in this page, with the model's file at hand. */
function contestantHere(name: ContenderName, file: Uint8Array, memory: () => GpuBytes): Contestant {
  const onGpu = name === 'roentgan';
  const options = onGpu ? ({ backend: 'webgpu', precision: 'f32' } as const) : ({ backend: 'cpu' } as const);
  const contender = roentganContender(options, () => file, document.createElement('canvas'));
  const commands = new ContenderCommands(
    () => Promise.resolve(contender),
    onGpu ? memory : () => ({ now: 0, peak: 0 }),
  );
  return {
    name,
    ask: async (command, ...parameters) => {
      try {
        const method = commands[command] as (...given: typeof parameters) => never;
        return await method.apply(commands, parameters);
      } catch (error) {
        throw new Error(`${name}: ${(error as Error).message}`, { cause: error });
      }
    },
    close: () => contender.dispose?.(),
  };
}
