import { type ElementType, elementCount, type Kernel, type Tensor } from '@roentgan/kernels';
import type { Graph } from '../modelFile/model.ts';
import { tensorFromFloat32 } from '../modelFile/weightValues.ts';
import { type Plan, planModel } from '../plan/plan.ts';
import { Frame } from '../session/frame.ts';
import { Pipelines } from '../session/pipelines.ts';
import { bufferUsage } from '../session/usage.ts';
import { WeightLoader } from '../session/weightLoader.ts';
import { seededOperand } from './seededOperand.ts';
import type { TunedLayer } from './tunedLayers.ts';

/** One layer on a device, as a model of its own that any of its kernels runs: without bias and activation. */
export class LayerBench {
  readonly input: Tensor;
  readonly weight: Tensor;
  readonly #device: GPUDevice;
  readonly #elementType: ElementType;
  readonly #graph: Graph;
  readonly #tensors: ReadonlyMap<string, { dtype: 'F32'; shape: readonly number[]; begin: 0; end: 0 }>;
  readonly #zero: GPUBuffer;
  /** By what packed them. */
  readonly #weights = new Map<string, WeightLoader>();

  constructor(device: GPUDevice, layer: TunedLayer, elementType: ElementType) {
    const { operation, call } = layer;
    const [shape, weight] = [call.inputs[0]!, call.weights.weight!];
    this.#device = device;
    this.#elementType = elementType;
    this.input = { shape, data: seededOperand(elementCount(shape), 1) };
    this.weight = { shape: weight, data: seededOperand(elementCount(weight), 2) };
    this.#tensors = new Map([['w', { dtype: 'F32', shape: weight, begin: 0, end: 0 }]]);
    this.#graph = {
      formatVersion: 1,
      inputs: [{ kind: 'latent', name: 'x', shape: ['N', ...shape.slice(1)], distribution: 'normal' }],
      nodes: [
        {
          op: operation.name,
          name: 'layer',
          inputs: ['x'],
          weights: { weight: 'w' },
          attributes: call.attributes as Readonly<Record<string, unknown>>,
          output: 'y',
        },
      ],
      outputs: [{ name: 'y', shape: ['N', ...call.output.slice(1)], range: [-1, 1], channels: 'raw' }],
      provenance: {},
    };
    this.#zero = device.createBuffer({ size: 16, usage: bufferUsage.storage });
  }

  /** Compiles a kernel and runs it once. Throws what the device reports. */
  async open(kernel: Kernel): Promise<KernelBench> {
    const device = this.#device;
    const elementType = this.#elementType;
    const plan = planModel(this.#graph, this.#tensors, { elementType, choose: () => kernel });
    const pipelines = new Pipelines(device, elementType);
    const weights = await this.#packedWeight(kernel.packer?.name ?? '', pipelines, plan.parameters);
    const start = performance.now();
    const [step] = plan.steps;
    await pipelines.get(step!.kernel, step!.constants);
    const compileMilliseconds = performance.now() - start;
    const frame = await Frame.create(device, plan, pipelines, weights.buffers, this.#zero);
    return new KernelBench(device, kernel, frame, compileMilliseconds, this.input);
  }

  async #packedWeight(
    packer: string,
    pipelines: Pipelines,
    parameters: Plan['parameters'],
  ): Promise<WeightLoader> {
    const packed = this.#weights.get(packer);
    if (packed) return packed;
    const loader = new WeightLoader(this.#device, pipelines, this.#elementType, parameters);
    const { shape, data } = this.weight;
    loader.add('w', tensorFromFloat32(data as Float32Array<ArrayBuffer>, shape));
    this.#weights.set(packer, loader);
    await loader.finish();
    return loader;
  }

  destroy(): void {
    for (const loader of this.#weights.values()) loader.destroy();
    this.#zero.destroy();
  }
}

/** One kernel of a layer, ready to run. */
export class KernelBench {
  readonly kernel: Kernel;
  readonly compileMilliseconds: number;
  readonly #device: GPUDevice;
  readonly #frame: Frame;

  constructor(device: GPUDevice, kernel: Kernel, frame: Frame, compileMilliseconds: number, input: Tensor) {
    this.#device = device;
    this.kernel = kernel;
    this.#frame = frame;
    this.compileMilliseconds = compileMilliseconds;
    frame.write({ x: input });
  }

  /** What it computes. */
  async output(): Promise<Tensor> {
    const encoder = this.#device.createCommandEncoder();
    this.#frame.encode(encoder);
    this.#frame.encodeReadback(encoder);
    this.#device.queue.submit([encoder.finish()]);
    return (await this.#frame.read()).y!;
  }

  /** Milliseconds from the submit of `count` dispatches in one pass until the queue is done. */
  async time(count: number): Promise<number> {
    const { pipeline, bindGroup, workgroups } = this.#frame.dispatches[0]!;
    const encoder = this.#device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindGroup);
    for (let at = 0; at < count; at++) pass.dispatchWorkgroups(...workgroups);
    pass.end();
    const commands = encoder.finish();
    const start = performance.now();
    this.#device.queue.submit([commands]);
    await this.#device.queue.onSubmittedWorkDone();
    return performance.now() - start;
  }

  destroy(): void {
    this.#frame.destroy();
  }
}
