import type { Tensor } from '@roentgan/kernels';
import { unpackActivation } from '@roentgan/kernels/core';
import type { TensorsByName } from '../backend.ts';
import { halfFloats } from '../modelFile/lazyCode.ts';
import type { Frame } from './frame.ts';
import { bufferUsage, mapModeRead } from './usage.ts';

/** Reads a frame's outputs. Pages that only draw load none of it. */
export class Readback {
  readonly staging: GPUBuffer;
  readonly #frame: Frame;
  /** Byte offset of each output in the staging buffer. */
  readonly #offsets: readonly number[];

  constructor(device: GPUDevice, frame: Frame) {
    this.#frame = frame;
    const offsets: number[] = [];
    let size = 0;
    for (const output of frame.plan.outputs) {
      offsets.push(size);
      size += Math.ceil(frame.binding(output).size! / 256) * 256;
    }
    this.#offsets = offsets;
    const usage = bufferUsage.mapRead | bufferUsage.copyDestination;
    this.staging = device.createBuffer({ label: 'staging', size, usage });
  }

  /** Adds the copies that `read` needs to the submit of the frame's dispatches. */
  encode(encoder: GPUCommandEncoder): void {
    this.#frame.plan.outputs.forEach((output, index) => {
      const { buffer, offset, size } = this.#frame.binding(output);
      const bytes = Math.ceil(size! / 4) * 4;
      encoder.copyBufferToBuffer(buffer, offset!, this.staging, this.#offsets[index]!, bytes);
    });
  }

  /** The outputs in logical order, once the submit is done. Rejects when the device is lost. */
  async read(): Promise<TensorsByName> {
    const { plan } = this.#frame;
    const halves = plan.elementType === 'f16' ? await halfFloats.load() : undefined;
    await this.staging.mapAsync(mapModeRead);
    try {
      const bytes = this.staging.getMappedRange();
      const outputs: Record<string, Tensor> = {};
      plan.outputs.forEach((output, index) => {
        const { size } = this.#frame.binding(output);
        const offset = this.#offsets[index]!;
        const values =
          halves?.halfToFloat(new Uint16Array(bytes, offset, size! / 2)) ??
          new Float32Array(bytes, offset, size! / 4);
        outputs[output.name] = unpackActivation(values, output.shape);
      });
      return outputs;
    } finally {
      this.staging.unmap();
    }
  }
}
