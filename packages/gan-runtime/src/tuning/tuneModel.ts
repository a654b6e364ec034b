import { type ElementType, shaderSource } from '@roentgan/kernels';
import { operations } from '@roentgan/kernels/operations';
import { variants } from '@roentgan/kernels/variants';
import type { ModelHeader } from '../modelFile/modelHeader.ts';
import { planModel } from '../plan/plan.ts';
import { deviceClassOf } from './deviceClass.ts';
import { layerKey, type TunedLayer, tunedLayers } from './tunedLayers.ts';
import { chooseFastest, measureLayer } from './tuneLayer.ts';
import type { LayerMeasurement, TuningRule, TuningTable } from './tuningTable.ts';

export interface TuneProgress {
  readonly done: number;
  readonly total: number;
  /** The one that was measured last. */
  readonly layer?: LayerMeasurement;
  /** Of the layers that are done; absent before the first is. */
  readonly table?: TuningTable;
}

export interface TuneOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: TuneProgress) => void) | undefined;
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The layers of a model that a table is about, and what it may be remembered by. */
export interface TuningSubject {
  readonly layers: readonly TunedLayer[];
  readonly elementType: ElementType;
  /** SHA-256 of the layers' shapes. */
  readonly shapes: string;
  /** SHA-256 of the kernels' code. */
  readonly shaders: string;
  readonly name: string | undefined;
}

/** What there is to be tuned in a model, by its header alone. */
export async function tuningSubject(header: ModelHeader, elementType: ElementType): Promise<TuningSubject> {
  const layers = tunedLayers(planModel(header.graph, header.tensors, { elementType }));
  const kernels = Object.entries(variants).flatMap(([name, faster]) => [
    ...(operations[name]?.kernels ?? []),
    ...faster,
  ]);
  const sources = kernels.map((kernel) => `${kernel.name}\n${shaderSource(kernel, elementType)}`);
  return {
    layers,
    elementType,
    shapes: await sha256(layers.map(({ operation, call }) => layerKey(operation, call)).join('\n')),
    shaders: await sha256(sources.join('\n')),
    name: header.graph.name,
  };
}

/** Times every kernel on every layer shape. */
export async function tuneLayers(
  device: GPUDevice,
  adapter: string,
  { layers, elementType, shapes, shaders, name }: TuningSubject,
  { signal, onProgress }: TuneOptions = {},
): Promise<TuningTable> {
  const measured: LayerMeasurement[] = [];
  const table = (): TuningTable => ({
    format: 'roentgan-tuning',
    version: 1,
    adapter,
    deviceClass: deviceClassOf(adapter),
    elementType,
    date: new Date().toISOString(),
    model: { shapes, ...(name === undefined ? {} : { name }) },
    shaders,
    rules: rulesOf(measured),
    layers: [...measured],
  });
  onProgress?.({ done: 0, total: layers.length });
  for (const layer of layers) {
    const kernels = await measureLayer(device, layer, elementType, signal);
    const chosen = chooseFastest(kernels) ?? layer.kernels[0]!.name;
    measured.push({
      layer: layer.label,
      operation: layer.operation.name,
      layers: layer.layers,
      input: layer.call.inputs[0]!,
      output: layer.call.output,
      ...layer.size,
      chosen,
      kernels,
    });
    onProgress?.({ done: measured.length, total: layers.length, layer: measured.at(-1)!, table: table() });
  }
  return table();
}

/** One rule for each size; layers of one size that prefer different kernels (their strides differ) share what is fastest for all together. */
export function rulesOf(layers: readonly LayerMeasurement[]): TuningRule[] {
  const bySize = new Map<string, LayerMeasurement[]>();
  for (const layer of layers) {
    const { operation, positions, channels, inputChannels, depth } = layer;
    const key = JSON.stringify([operation, positions, channels, inputChannels, depth]);
    bySize.set(key, [...(bySize.get(key) ?? []), layer]);
  }
  return [...bySize.values()].map((same): TuningRule => {
    const { operation, positions, channels, inputChannels, depth } = same[0]!;
    const exactly = (size: number) => ({ min: size, max: size });
    return {
      operation,
      positions: exactly(positions),
      channels: exactly(channels),
      inputChannels: exactly(inputChannels),
      depth: exactly(depth),
      kernel: sharedChoice(same),
      basis: 'measured',
    };
  });
}

function sharedChoice(layers: readonly LayerMeasurement[]): string {
  const totals = layers[0]!.kernels.map(({ kernel }) => {
    const times = layers.map((layer) => {
      const entry = layer.kernels.find((other) => other.kernel === kernel);
      return entry && 'milliseconds' in entry ? entry.milliseconds * layer.layers : Number.POSITIVE_INFINITY;
    });
    return { kernel, total: times.reduce((sum, time) => sum + time, 0) };
  });
  if (layers.length === 1) return layers[0]!.chosen;
  return totals.reduce((best, entry) => (entry.total < best.total ? entry : best)).kernel;
}
