import type { ElementType, Tensor } from '@roentgan/kernels';
import type { Backend, Counters, LayerTime, TensorsByName } from '../backend.ts';
import type { ModelSource } from '../modelFile/byteSource.ts';
import { halfFloats } from '../modelFile/lazyCode.ts';
import type { Graph, GraphOutput } from '../modelFile/model.ts';
import type { ModelHeader } from '../modelFile/modelHeader.ts';
import { type OpenedModel, type StreamOptions, streamModel } from '../modelFile/streamModel.ts';
import { hasDtype } from '../modelFile/tensorTable.ts';
import { type Plan, planModel } from '../plan/plan.ts';
import type { ChooseKernel } from '../tuning/chooseByRules.ts';
import type { TuningTable } from '../tuning/tuningTable.ts';
import { chooserFor } from './chooserFor.ts';
import { type Canvas, Painter } from './draw.ts';
import { Frame } from './frame.ts';
import { Pipelines } from './pipelines.ts';
import type { HeldDevice } from './sharedDevice.ts';
import { bufferUsage } from './usage.ts';
import { WeightLoader } from './weightLoader.ts';

export type Precision = 'auto' | 'f32' | 'f16';

/** Batch sizes whose buffers are kept; the least recently used goes first. */
const keptFrames = 3;
/** Largest batch of one submit: beyond it throughput no longer grows, latency and memory do. */
const batchCap = 16;
/** Activations of one batch take at most this share of what a buffer may hold. */
const arenaBytes = 512 * 2 ** 20;

/** As a model is stored, where the device can and the caller did not ask for another. */
export function chooseElementType(precision: Precision, device: GPUDevice, header: ModelHeader): ElementType {
  const hasF16 = device.features.has('shader-f16');
  if (precision === 'f16' && !hasF16) {
    throw new TypeError('precision "f16": this device has no shader-f16, expected "auto" or "f32"');
  }
  const storesF16 = hasDtype(header.tensors, 'F16');
  return precision === 'f16' || (precision === 'auto' && hasF16 && storesF16) ? 'f16' : 'f32';
}

function largestBatch(plan: Plan, device: GPUDevice): number {
  const { maxStorageBufferBindingSize, maxBufferSize } = device.limits;
  const byBinding = Math.floor(maxStorageBufferBindingSize / plan.largestBinding);
  const total = plan.arena.reduce((sum, bytes) => sum + bytes, 0);
  const byBuffer = Math.floor(Math.min(maxBufferSize, arenaBytes) / Math.max(1, total));
  return Math.max(1, Math.min(batchCap, byBinding, byBuffer));
}

function canvasFormat(): GPUTextureFormat {
  return globalThis.navigator?.gpu?.getPreferredCanvasFormat() ?? 'bgra8unorm';
}

/** Runs a model on a GPU. Everything is compiled before the first run; a run writes, dispatches and submits once. */
export class WebGpuBackend implements Backend {
  readonly kind = 'webgpu';
  readonly adapter: string;
  readonly maxBatch: number;
  readonly lost: Promise<string>;
  readonly #device: GPUDevice;
  readonly #release: () => void;
  readonly #graph: Graph;
  readonly #tensors: ModelHeader['tensors'];
  /** Of a batch of one. */
  readonly #plan: Plan;
  readonly #pipelines: Pipelines;
  readonly #parameters: ReadonlyMap<string, GPUBuffer>;
  readonly #zero: GPUBuffer;
  readonly #painter: Painter;
  readonly #choose: ChooseKernel | undefined;
  readonly #frames = new Map<number, Frame>();
  #bindGroups = 0;
  #last = { dispatches: 0, submits: 0 };
  #disposed = false;

  /**
   * Streams a model to a device: pipelines compile while weights arrive.
   * @throws ModelFileError for the file, RangeError where it does not fit the device
   */
  static async load(
    source: ModelSource | Promise<OpenedModel>,
    acquired: HeldDevice,
    options: Pick<StreamOptions, 'signal' | 'onProgress'> & {
      readonly precision?: Precision | undefined;
      readonly tuning?: TuningTable | undefined;
      onHeader?(header: ModelHeader): void;
      onTensor?: StreamOptions['onTensor'];
    },
  ): Promise<WebGpuBackend> {
    const { device } = acquired;
    const choosing = chooserFor(acquired, options.tuning);
    choosing.catch(() => {}); // reported where it is awaited
    let prepared:
      | { header: ModelHeader; plan: Plan; pipelines: Pipelines; weights: WeightLoader }
      | undefined;
    let choose: ChooseKernel | undefined;
    const begun: Promise<unknown>[] = [];
    const begin = (work: Promise<unknown>) => {
      work.catch(() => {}); // reported where it is awaited
      begun.push(work);
    };
    try {
      await streamModel(source, {
        ...options,
        async onHeader(header) {
          options.onHeader?.(header);
          const choice = await choosing;
          choose = choice?.choose;
          const elementType = chooseElementType(options.precision ?? 'auto', device, header);
          const planned = () => planModel(header.graph, header.tensors, { elementType, choose });
          let plan = planned();
          while (await choice?.load()) plan = planned();
          const limit = device.limits.maxStorageBufferBindingSize;
          if (plan.largestBinding > limit) {
            throw new RangeError(
              `model needs a binding of ${plan.largestBinding} bytes, this device allows ${limit}`,
            );
          }
          const pipelines = new Pipelines(device, elementType);
          prepared = {
            header,
            plan,
            pipelines,
            weights: new WeightLoader(device, pipelines, elementType, plan.parameters),
          };
          for (const { kernel, constants } of plan.steps) {
            begin(pipelines.get(kernel, constants));
          }
          if (elementType === 'f16') begin(halfFloats.load());
        },
        onTensor(name, tensor) {
          prepared!.weights.add(name, tensor);
          return options.onTensor?.(name, tensor);
        },
      });
      const { header, plan, pipelines, weights } = prepared!;
      await Promise.all([weights.finish(), ...begun]);
      const backend = new WebGpuBackend(acquired, header, plan, pipelines, weights.buffers, choose);
      await backend.#frame(1);
      return backend;
    } catch (error) {
      prepared?.weights.destroy(); // the device may live on: others use it
      throw error;
    }
  }

  private constructor(
    { device, adapter, release }: HeldDevice,
    { graph, tensors }: ModelHeader,
    plan: Plan,
    pipelines: Pipelines,
    parameters: ReadonlyMap<string, GPUBuffer>,
    choose: ChooseKernel | undefined,
  ) {
    this.#choose = choose;
    this.#device = device;
    this.#release = release;
    this.adapter = adapter;
    this.#graph = graph;
    this.#tensors = tensors;
    this.#plan = plan;
    this.#pipelines = pipelines;
    this.#parameters = parameters;
    this.maxBatch = largestBatch(plan, device);
    this.#zero = device.createBuffer({ label: 'zero', size: 16, usage: bufferUsage.storage });
    this.#painter = new Painter(device, plan.elementType);
    this.lost = new Promise((resolve) => {
      device.lost.then(({ message, reason }) => {
        if (!this.#disposed) resolve(message || reason || 'no reason given');
      });
    });
  }

  get counters(): Counters {
    const parameterBytes = [...this.#parameters.values()].reduce((sum, { size }) => sum + size, 0);
    const frameBytes = [...this.#frames.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    return {
      ...this.#last,
      pipelines: this.#pipelines.count,
      bindGroups: this.#bindGroups,
      gpuBytes: parameterBytes + frameBytes,
    };
  }

  async run(inputs: TensorsByName, batch: number): Promise<TensorsByName> {
    const { Readback } = await import('../extras.ts'); // pages that draw images have no use for it
    const frame = await this.#frame(batch);
    frame.readback ??= new Readback(this.#device, frame);
    frame.write(inputs);
    const encoder = this.#device.createCommandEncoder({ label: 'run' });
    frame.encode(encoder);
    frame.readback.encode(encoder);
    this.#submit(encoder, frame);
    return frame.readback.read();
  }

  async render(inputs: TensorsByName, output: GraphOutput, canvas: Canvas): Promise<void> {
    const frame = await this.#frame(1);
    frame.write(inputs);
    const encoder = this.#device.createCommandEncoder({ label: 'render' });
    frame.encode(encoder);
    this.#painter.encode(encoder, frame, output, canvas, canvasFormat());
    this.#submit(encoder, frame);
    await this.#device.queue.onSubmittedWorkDone();
  }

  async draw(image: Tensor, output: GraphOutput, canvas: Canvas): Promise<void> {
    const { overwriteOutput } = await import('../extras.ts');
    const frame = await this.#frame(1);
    await overwriteOutput(this.#device, frame, output.name, image);
    const encoder = this.#device.createCommandEncoder({ label: 'draw' });
    this.#painter.encode(encoder, frame, output, canvas, canvasFormat());
    this.#device.queue.submit([encoder.finish()]);
    await this.#device.queue.onSubmittedWorkDone();
  }

  async profile(inputs: TensorsByName): Promise<LayerTime[]> {
    const frame = await this.#frame(1);
    frame.write(inputs);
    const { profileFrame } = await import('./profile.ts'); // few pages ask
    return profileFrame(this.#device, frame);
  }

  dispose(): void {
    this.#disposed = true;
    for (const frame of this.#frames.values()) frame.destroy();
    for (const buffer of this.#parameters.values()) buffer.destroy();
    this.#zero.destroy();
    this.#release();
  }

  #submit(encoder: GPUCommandEncoder, frame: Frame): void {
    this.#device.queue.submit([encoder.finish()]);
    this.#last = { dispatches: frame.dispatches.length, submits: 1 };
  }

  async #frame(batch: number): Promise<Frame> {
    let frame = this.#frames.get(batch);
    if (frame) {
      this.#frames.delete(batch);
    } else {
      const { elementType } = this.#plan;
      const plan =
        batch === 1
          ? this.#plan
          : planModel(this.#graph, this.#tensors, { batch, elementType, choose: this.#choose });
      frame = await Frame.create(this.#device, plan, this.#pipelines, this.#parameters, this.#zero);
      this.#bindGroups += frame.dispatches.length;
      if (this.#disposed) frame.destroy(); // its device may live on
    }
    if (this.#disposed) throw new TypeError('this model was disposed while it ran');
    this.#frames.set(batch, frame); // last in order: most recently used
    for (const [size, old] of this.#frames) {
      if (this.#frames.size <= keptFrames) break;
      if (size === 1) continue; // drawn again and again
      old.destroy();
      this.#frames.delete(size);
    }
    return frame;
  }
}
