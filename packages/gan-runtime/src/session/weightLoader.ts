import {
  channelParameters,
  channelScaleShift,
  type ElementType,
  packActivation,
  packedChannels,
  packMatrix,
  scaleShift,
  type Tensor,
} from '@roentgan/kernels';
import { floatToHalf } from '../modelFile/halfFloat.ts';
import type { WeightTensor } from '../modelFile/model.ts';
import { tensorToFloat32 } from '../modelFile/weightValues.ts';
import type { FoldedNorm, MatrixParameter, Parameter } from '../plan/parameters.ts';
import type { Pipelines } from './pipelines.ts';
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
  readonly #arrived = new Set<string>();
  readonly #vectors = new Map<string, Tensor>();
  readonly #raw = new Map<string, GPUBuffer>();
  readonly #matrixWeights: ReadonlySet<string>;
  readonly #making: Promise<unknown>[] = [];
  #pending: Parameter[];

  constructor(
    device: GPUDevice,
    pipelines: Pipelines,
    elementType: ElementType,
    parameters: readonly Parameter[],
  ) {
    this.#device = device;
    this.#pipelines = pipelines;
    this.#elementType = elementType;
    this.#pending = [...parameters];
    this.#matrixWeights = new Set(parameters.flatMap((p) => (p.kind === 'matrix' ? [p.weight] : [])));
    for (const parameter of parameters) {
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
    if (!this.#pending.some((parameter) => parameter.needs.includes(name))) return;
    this.#arrived.add(name);
    if (this.#matrixWeights.has(name)) {
      this.#raw.set(name, this.#upload(`${name} (raw)`, tensor.bytes));
    } else {
      this.#vectors.set(name, { shape: tensor.shape, data: tensorToFloat32(tensor) });
    }
    const ready = this.#pending.filter((parameter) =>
      parameter.needs.every((need) => this.#arrived.has(need)),
    );
    this.#pending = this.#pending.filter((parameter) => !ready.includes(parameter));
    const making = Promise.all(ready.map((parameter) => this.#make(parameter)));
    making.catch(() => {}); // `finish` reports it
    this.#making.push(making);
  }

  /** Waits until every parameter is made, then lets go of what only making them needed. */
  async finish(): Promise<void> {
    await Promise.all(this.#making);
    for (const buffer of this.#raw.values()) buffer.destroy(); // takes effect after the packing that was submitted
    this.#raw.clear();
    this.#vectors.clear();
  }

  /** Frees everything that was made; for a load that failed. */
  destroy(): void {
    for (const buffer of [...this.buffers.values(), ...this.#raw.values()]) buffer.destroy();
  }

  async #make(parameter: Parameter): Promise<void> {
    if (parameter.kind === 'matrix') return this.#pack(parameter);
    const buffer = this.buffers.get(parameter.id)!;
    const values = this.#values(parameter);
    const asHalf = parameter.elements && this.#elementType === 'f16';
    this.#device.queue.writeBuffer(buffer, 0, asHalf ? floatToHalf(values) : values);
  }

  #values(parameter: Exclude<Parameter, MatrixParameter>): Float32Array<ArrayBuffer> {
    if (parameter.kind === 'constant') {
      return packActivation({ shape: parameter.shape, data: this.#vectors.get(parameter.tensor)!.data });
    }
    if (parameter.kind === 'scaleShift') {
      return scaleShift(parameter.channels, this.#named(parameter.weights), parameter);
    }
    const slope = parameter.slopeTensor && this.#vectors.get(parameter.slopeTensor)!.data;
    const bias = parameter.biasTensor && this.#vectors.get(parameter.biasTensor)!.data;
    const folded = parameter.norm && this.#fold(parameter.norm);
    const shift = folded?.shift.map(
      (value, channel) => value + (bias ? bias[channel]! * folded.scale[channel]! : 0),
    );
    return channelParameters(parameter.channels, shift ?? (bias || undefined), slope || undefined);
  }

  #named(weights: Readonly<Record<string, string>>): Record<string, Tensor> {
    return Object.fromEntries(
      Object.entries(weights).map(([role, name]) => [role, this.#vectors.get(name)!]),
    );
  }

  #fold({ weights, eps, channels }: FoldedNorm) {
    return channelScaleShift(channels, this.#named(weights), { eps });
  }

  async #pack(parameter: MatrixParameter): Promise<void> {
    const { packing } = parameter;
    const folded = parameter.norm && this.#fold(parameter.norm);
    const quantisation = parameter.quantisation && this.#vectors.get(parameter.quantisation)!.data;
    const scale = Float32Array.from({ length: packedChannels(packing) }, (_, channel) => {
      const step = quantisation ? quantisation[channel % quantisation.length]! : 1;
      return step * (folded?.scale[channel] ?? 1);
    });
    const { pipeline, layout } = await this.#pipelines.get(packMatrix, packMatrix.constants(packing));
    const scaleBuffer = this.#upload(`${parameter.id} (scale)`, new Uint8Array(scale.buffer));
    const resources = [this.buffers.get(parameter.id)!, this.#raw.get(parameter.weight)!, scaleBuffer];
    const bindGroup = this.#device.createBindGroup({
      label: parameter.id,
      layout,
      entries: resources.map((buffer, binding) => ({ binding, resource: { buffer } })),
    });
    const encoder = this.#device.createCommandEncoder({ label: `pack ${parameter.id}` });
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindGroup);
    pass.dispatchWorkgroups(...packMatrix.workgroups(packing));
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
