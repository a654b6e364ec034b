import type { Tensor } from '@roentgan/kernels';
import { packActivation } from '@roentgan/kernels/core';
import { halfFloats } from '../modelFile/lazyCode.ts';
import type { Frame } from './frame.ts';

/** Puts values where an output of a frame lies, to be drawn from there. */
export async function overwriteOutput(
  device: GPUDevice,
  frame: Frame,
  name: string,
  image: Tensor,
): Promise<void> {
  const { buffer, offset } = frame.binding(frame.plan.outputs.find((output) => output.name === name)!);
  const packed = packActivation(image);
  const values = frame.plan.elementType === 'f16' ? (await halfFloats.load()).floatToHalf(packed) : packed;
  device.queue.writeBuffer(buffer, offset!, values);
}
