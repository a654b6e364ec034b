import type { Program } from '@roentgan/kernels';
import { sizeValues } from '@roentgan/kernels/core';
import { bufferUsage } from './usage.ts';

/** Bytes for each dispatch: WebGPU's largest `minUniformBufferOffsetAlignment`. */
const slot = 256;

/** What a dispatch's sizes are taken from. */
interface Sized {
  readonly kernel: Program;
  readonly constants: Readonly<Record<string, number>>;
}

/** One uniform buffer that holds the sizes of many dispatches, one behind the other. */
export function uploadSizes(device: GPUDevice, label: string, dispatches: readonly Sized[]): GPUBuffer {
  const values = new Uint32Array((slot / 4) * Math.max(1, dispatches.length));
  dispatches.forEach(({ kernel, constants }, at) => {
    values.set(sizeValues(kernel, constants), (at * slot) / 4);
  });
  const usage = bufferUsage.uniform | bufferUsage.copyDestination;
  const buffer = device.createBuffer({ label, size: values.byteLength, usage });
  device.queue.writeBuffer(buffer, 0, values);
  return buffer;
}

/** The sizes of one of these dispatches. */
export function sizesAt(buffer: GPUBuffer, index: number): GPUBufferBinding {
  return { buffer, offset: index * slot, size: slot };
}
