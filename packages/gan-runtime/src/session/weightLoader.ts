import { type ElementType, numberedBindings } from '@roentgan/kernels';
import { floatToHalf } from '../modelFile/halfFloat.ts';
import type { WeightTensor } from '../modelFile/model.ts';
import { ArrivingWeights } from '../plan/arrivingWeights.ts';
import type { MatrixParameter, Parameter } from '../plan/parameters.ts';
import type { Pipelines } from './pipelines.ts';
import { sizesAt, uploadSizes } from './sizesBuffer.ts';
import { bufferUsage } from './usage.ts';

/**
 * Uploads weights as they arrive, in any order, and packs each parameter on the GPU once all its tensors are there.
 * Large weights are not kept in memory; the small vectors are, until the parameters that need them are made.
 */
export class WeightLoader {
  readonly buffers = new Map<string, GPUBuffer>();
  readonly #device: GPUDevice;
  readonly #pipelines: Pipelines;
  readonly #elementType: ElementType;
  readonly #weights: ArrivingWeights;
  readonly #raw = new Map<string, GPUBuffer>();
  readonly #matrices: readonly MatrixParameter[];
  /** What their packers are told of each. */
  readonly #packings: GPUBuffer;
  readonly #making: Promise<unknown>[] = [];
  #destroyed = false;

  constructor(
    device: GPUDevice,
    pipelines: Pipelines,
    elementType: ElementType,
    parameters: readonly Parameter[],
  ) {
    this.#device = device;
    this.#pipelines = pipelines;
    this.#elementType = elementType;
    this.#weights = new ArrivingWeights(parameters);
    this.#matrices = parameters.filter((parameter) => parameter.kind === 'matrix');
    const dispatches = this.#matrices.map(({ packer, packing }) => ({
      kernel: packer,
      constants: packer.constants(packing),
    }));
    this.#packings = uploadSizes(device, 'packings', dispatches);
    for (const parameter of parameters) {
      if (parameter.kind === 'matrix') {
        pipelines.get(parameter.packer, {}).catch(() => {}); // wanted first; reported where it is awaited
      }
      const bytes = parameter.vectors * (parameter.elements && elementType === 'f16' ? 8 : 16);
      const usage = bufferUsage.storage | bufferUsage.copyDestination;
      this.buffers.set(
        parameter.id,
        device.createBuffer({ label: parameter.id, size: Math.max(16, bytes), usage }),
      );
    }
  }

  /** Takes one tensor of the file and starts to make every parameter that it completes. */
  add(name: string, tensor: WeightTensor): void {
    if (!this.#weights.isNeeded(name)) return;
    if (this.#weights.isMatrix(name)) this.#raw.set(name, this.#upload(`${name} (raw)`, tensor.bytes));
    const ready = this.#weights.add(name, tensor);
    const making = Promise.all(ready.map((parameter) => this.#make(parameter)));
    making.catch(() => {}); // `finish` reports it
    this.#making.push(making);
  }

  /** Waits until every parameter is made, then lets go of what only making them needed. */
  async finish(): Promise<void> {
    await Promise.all([
      ...this.#making,
      ...this.#weights.takeRest().map((parameter) => this.#make(parameter)),
    ]);
    for (const buffer of [...this.#raw.values(), this.#packings]) buffer.destroy(); // takes effect after the packing that was submitted
    this.#raw.clear();
  }

  /** Frees everything that was made; for a load that failed. */
  destroy(): void {
    this.#destroyed = true;
    for (const buffer of [...this.buffers.values(), ...this.#raw.values(), this.#packings]) buffer.destroy();
  }

  async #make(parameter: Parameter): Promise<void> {
    if (parameter.kind === 'matrix') return this.#pack(parameter);
    const buffer = this.buffers.get(parameter.id)!;
    const values = this.#weights.values(parameter);
    const asHalf = parameter.elements && this.#elementType === 'f16';
    this.#device.queue.writeBuffer(buffer, 0, asHalf ? floatToHalf(values) : values);
  }

  async #pack(parameter: MatrixParameter): Promise<void> {
    const { packing, packer } = parameter;
    const scale = this.#weights.matrixScale(parameter);
    const { pipeline, layout } = await this.#pipelines.get(packer, {});
    if (this.#destroyed) return;
    const scaleBuffer = this.#upload(`${parameter.id} (scale)`, new Uint8Array(scale.buffer));
    const resources: Record<string, GPUBufferBinding> = {
      output: { buffer: this.buffers.get(parameter.id)! },
      raw: { buffer: this.#raw.get(parameter.weight)! },
      scale: { buffer: scaleBuffer },
      sizes: sizesAt(this.#packings, this.#matrices.indexOf(parameter)),
    };
    const bindGroup = this.#device.createBindGroup({
      label: parameter.id,
      layout,
      entries: numberedBindings(packer).map(({ name, binding }) => ({
        binding,
        resource: resources[name]!,
      })),
    });
    const encoder = this.#device.createCommandEncoder({ label: `pack ${parameter.id}` });
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindGroup);
    pass.dispatchWorkgroups(...packer.workgroups(packing));
    pass.end();
    this.#device.queue.submit([encoder.finish()]);
    scaleBuffer.destroy();
  }

  #upload(label: string, bytes: Uint8Array): GPUBuffer {
    const size = Math.max(4, Math.ceil(bytes.byteLength / 4) * 4);
    const usage = bufferUsage.storage | bufferUsage.copyDestination;
    const buffer = this.#device.createBuffer({ label, size, usage });
    let padded = bytes;
    if (bytes.byteLength !== size) {
      padded = new Uint8Array(size);
      padded.set(bytes);
    }
    this.#device.queue.writeBuffer(buffer, 0, padded as Uint8Array<ArrayBuffer>);
    return buffer;
  }
}
