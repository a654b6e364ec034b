import { float16ToFloat32 } from '../float16.ts';
import type { ElementType } from '../kernel.ts';
import type { Candidate } from './candidate.ts';
import type { CompiledCandidate } from './compileCandidate.ts';
import { finishing } from './measuringDevice.ts';

const uniform = 0x40 | 0x8; // GPUBufferUsage.UNIFORM | COPY_DST

/** The bind group of a candidate on buffers by binding name, and on its sizes. */
export function bindGroupOf(
  device: GPUDevice,
  { name, bindings, sizes }: Candidate,
  { layout }: CompiledCandidate,
  buffers: Readonly<Record<string, GPUBuffer>>,
): GPUBindGroup {
  const entries = bindings.map((entry) => {
    const buffer = entry.access === 'uniform' ? uploadSizes(device, sizes) : buffers[entry.name];
    if (!buffer) throw new RangeError(`${name}: nothing is bound to "${entry.name}"`);
    return { binding: entry.binding, resource: { buffer } };
  });
  return device.createBindGroup({ label: name, layout, entries });
}

/** A small buffer that goes with the bind group that holds it. */
function uploadSizes(device: GPUDevice, sizes: Uint32Array<ArrayBuffer>): GPUBuffer {
  const buffer = device.createBuffer({ label: 'sizes', size: sizes.byteLength, usage: uniform });
  device.queue.writeBuffer(buffer, 0, sizes);
  return buffer;
}

/** Runs a candidate once and waits for it. @throws Error with what the device refused, or that it did not finish */
export async function dispatchOnce(
  device: GPUDevice,
  candidate: Candidate,
  compiled: CompiledCandidate,
  buffers: Readonly<Record<string, GPUBuffer>>,
  seconds: number,
): Promise<void> {
  device.pushErrorScope('validation');
  const encoder = device.createCommandEncoder({ label: candidate.name });
  const pass = encoder.beginComputePass({ label: candidate.name });
  pass.setPipeline(compiled.pipeline);
  pass.setBindGroup(0, bindGroupOf(device, candidate, compiled, buffers));
  pass.dispatchWorkgroups(...candidate.workgroups);
  pass.end();
  device.queue.submit([encoder.finish()]);
  const refused = device.popErrorScope();
  const done = device.queue.onSubmittedWorkDone();
  const error = await finishing(device, refused, seconds, candidate.name);
  if (error) throw new Error(`${candidate.name}: ${error.message.split('\n', 1)[0]}`);
  await finishing(device, done, seconds, candidate.name);
}

/** Values of a buffer of f32 or f16. */
export async function readElements(
  device: GPUDevice,
  buffer: GPUBuffer,
  type: ElementType,
  seconds: number,
): Promise<Float32Array> {
  const mapRead = 0x1; // GPUMapMode.READ and GPUBufferUsage.MAP_READ
  const staging = device.createBuffer({ size: buffer.size, usage: mapRead | 0x8 });
  try {
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToBuffer(buffer, 0, staging, 0, buffer.size);
    device.queue.submit([encoder.finish()]);
    await finishing(device, staging.mapAsync(mapRead), seconds, 'reading back');
    const bytes = staging.getMappedRange().slice(0);
    return type === 'f32'
      ? new Float32Array(bytes)
      : Float32Array.from(new Uint16Array(bytes), float16ToFloat32);
  } finally {
    staging.destroy();
  }
}
