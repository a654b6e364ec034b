import type { ElementType } from '@roentgan/kernels';
import { sizeValues } from '@roentgan/kernels/core';
import { halfFloats } from '../modelFile/lazyCode.ts';
import type { WeightTensor } from '../modelFile/model.ts';
import { ArrivingWeights } from '../plan/arrivingWeights.ts';
import type { MatrixParameter, Parameter } from '../plan/parameters.ts';
import { bindGroupOf, type Pipelines } from './pipelines.ts';
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
    for (const buffer of this.#raw.values()) buffer.destroy(); // takes effect after the packing that was submitted
    this.#raw.clear();
  }

  /** Frees everything that was made; for a load that failed. */
  destroy(): void {
    this.#destroyed = true;
    for (const buffer of [...this.buffers.values(), ...this.#raw.values()]) buffer.destroy();
  }

  async #make(parameter: Parameter): Promise<void> {
    if (parameter.kind === 'matrix') return this.#pack(parameter);
    const buffer = this.buffers.get(parameter.id)!;
    const values = this.#weights.values(parameter);
    const asHalf = parameter.elements && this.#elementType === 'f16';
    const stored = asHalf ? (await halfFloats.load()).floatToHalf(values) : values;
    if (!this.#destroyed) this.#device.queue.writeBuffer(buffer, 0, stored);
  }

  async #pack(parameter: MatrixParameter): Promise<void> {
    const { packing, packer } = parameter;
    const factors = this.#weights.matrixScale(parameter);
    const pipeline = await this.#pipelines.get(packer, {});
    if (this.#destroyed) return;
    const scale = this.#upload(`${parameter.id} (scale)`, new Uint8Array(factors.buffer));
    const sizes = this.#upload(
      `${parameter.id} (sizes)`,
      new Uint8Array(sizeValues(packer, packer.constants(packing)).buffer),
    );
    const resources: Record<string, GPUBuffer> = {
      output: this.buffers.get(parameter.id)!,
      raw: this.#raw.get(parameter.weight)!,
      scale,
      sizes,
    };
    const bindGroup = bindGroupOf(this.#device, parameter.id, pipeline, packer, (name) => ({
      buffer: resources[name]!,
    }));
    const encoder = this.#device.createCommandEncoder({ label: `pack ${parameter.id}` });
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline.pipeline);
    pass.setBindGroup(0, bindGroup);
    pass.dispatchWorkgroups(...packer.workgroups(packing));
    pass.end();
    this.#device.queue.submit([encoder.finish()]);
    scale.destroy();
    sizes.destroy();
  }

  #upload(label: string, bytes: Uint8Array): GPUBuffer {
    const size = Math.max(4, Math.ceil(bytes.byteLength / 4) * 4);
    const usage = bufferUsage.storage | bufferUsage.uniform | bufferUsage.copyDestination;
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
