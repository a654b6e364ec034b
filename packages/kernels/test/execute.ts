import { float16ToFloat32, float32ToFloat16 } from '../src/float16.ts';
import {
  activationLayout,
  bindGroupLayoutEntries,
  type Call,
  channelParameters,
  type ElementType,
  type Epilogue,
  epilogueConstants,
  type Kernel,
  numberedBindings,
  type Operation,
  overridesOf,
  type Program,
  packActivation,
  packedChannels,
  packMatrix,
  shaderSource,
  sizeValues,
  spreadOperand,
  type Tensor,
  unpackActivation,
  type WeightPacker,
} from '../src/index.ts';
import type { CaseTensors, Execute } from './runCase.ts';

const storage = 0x80; // GPUBufferUsage.STORAGE
const uniform = 0x40;
const copies = 0x4 | 0x8; // COPY_SRC | COPY_DST
const mapRead = 0x1;

export function upload(
  device: GPUDevice,
  data: Float32Array | Uint32Array | Uint16Array | Uint8Array,
  kind = storage,
): GPUBuffer {
  const size = Math.max(16, Math.ceil(data.byteLength / 4) * 4);
  const buffer = device.createBuffer({ size, usage: kind | copies, mappedAtCreation: true });
  new Uint8Array(buffer.getMappedRange()).set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  buffer.unmap();
  return buffer;
}

function uploadElements(device: GPUDevice, data: Float32Array, type: ElementType): GPUBuffer {
  return upload(device, type === 'f32' ? data : Uint16Array.from(data, float32ToFloat16));
}

/** Runs one kernel once on buffers by binding name; rejects on a validation error. */
export async function dispatch(
  device: GPUDevice,
  kernel: Program,
  type: ElementType,
  constants: Record<string, number>,
  workgroups: readonly [number, number, number],
  buffers: Readonly<Record<string, GPUBuffer>>,
): Promise<void> {
  device.pushErrorScope('validation');
  const layout = device.createBindGroupLayout({ entries: bindGroupLayoutEntries(kernel) });
  const pipeline = await device.createComputePipelineAsync({
    layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
    compute: {
      module: device.createShaderModule({ code: shaderSource(kernel, type), label: kernel.name }),
      constants: overridesOf(kernel, constants),
    },
  });
  const values = sizeValues(kernel, constants);
  const sizes = upload(device, values.length > 0 ? values : new Uint32Array(1), uniform);
  const entries = numberedBindings(kernel).map(({ name, binding }) => ({
    binding,
    resource: { buffer: name === 'sizes' ? sizes : buffers[name]! },
  }));
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, device.createBindGroup({ layout, entries }));
  pass.dispatchWorkgroups(...workgroups);
  pass.end();
  device.queue.submit([encoder.finish()]);
  const error = await device.popErrorScope();
  if (error) throw new Error(`${kernel.name}: ${error.message}`);
}

async function packWeight(
  device: GPUDevice,
  operation: Operation,
  call: Call,
  weight: Tensor,
  type: ElementType,
  packer: WeightPacker,
) {
  const packing = {
    shape: weight.shape,
    dtype: 'F32' as const,
    transposed: operation.name === 'convTranspose2d',
    groups: (call.attributes as { groups?: number }).groups ?? 1,
  };
  const bytes = type === 'f16' ? 8 : 16;
  const output = device.createBuffer({ size: packer.vectors(packing) * bytes, usage: storage | copies });
  await dispatch(device, packer, type, packer.constants(packing), packer.workgroups(packing), {
    output,
    raw: upload(device, weight.data),
    scale: upload(device, new Float32Array(packedChannels(packing)).fill(1)),
  });
  return output;
}

/** The test table's way to a GPU. */
export function executeOn(device: GPUDevice, type: ElementType): Execute {
  return (...args) => execute(device, type, ...args);
}

async function execute(
  device: GPUDevice,
  type: ElementType,
  operation: Operation,
  kernel: Kernel,
  call: Call,
  tensors: CaseTensors,
  epilogue: Epilogue,
): Promise<Tensor> {
  const channels = call.output[1] ?? 1;
  const { weights } = tensors;
  const bytes = type === 'f16' ? 8 : 16;
  const { vectors } = activationLayout(call.output);
  const output = device.createBuffer({ size: Math.max(16, vectors * bytes), usage: storage | copies });
  const zero = upload(device, new Float32Array(4));
  const buffers: Record<string, GPUBuffer> = { output, residual: zero };
  tensors.inputs.forEach((tensor, at) => {
    buffers[kernel.bindings[at + 1]!.name] = uploadElements(device, packActivation(tensor), type);
  });
  if (operation.weightUse === 'matrix') {
    const packer = kernel.packer ?? packMatrix;
    buffers[packer.fills] = await packWeight(device, operation, call, weights.weight!, type, packer);
  }
  const operand = operation.operand?.(call);
  if (operand) {
    const values = operand.values(weights);
    buffers[operand.binding] = operand.elements
      ? uploadElements(device, values, type)
      : upload(device, values);
  }
  const bias = operation.weightUse === 'matrix' ? weights.bias?.data : undefined;
  buffers.channelParameters = upload(device, channelParameters(channels, bias, weights.slope?.data));
  if (tensors.noise) {
    const { values, spread } = tensors.noise;
    buffers.noise = uploadElements(device, packActivation(values), type);
    buffers.spread = upload(device, spreadOperand(channels).values({ spread }));
  }
  if (tensors.residual) buffers.residual = uploadElements(device, packActivation(tensors.residual), type);

  const constants = {
    ...kernel.constants(call),
    ...(kernel.epilogue ? epilogueConstants({ ...epilogue, bias: bias !== undefined }, channels) : {}),
  };
  await dispatch(device, kernel, type, constants, kernel.workgroups(call), buffers);
  const values = await readElements(device, output, type);
  const result = unpackActivation(values, call.output);
  checkPadding(values, call, kernel.name);
  for (const buffer of [zero, ...Object.values(buffers)]) buffer.destroy();
  return result;
}

/** Values of a buffer of f32 or f16. */
export async function readElements(
  device: GPUDevice,
  buffer: GPUBuffer,
  type: ElementType,
): Promise<Float32Array> {
  const staging = device.createBuffer({ size: buffer.size, usage: mapRead | 0x8 });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(buffer, 0, staging, 0, buffer.size);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(mapRead);
  const bytes = staging.getMappedRange().slice(0);
  staging.destroy();
  return type === 'f32'
    ? new Float32Array(bytes)
    : Float32Array.from(new Uint16Array(bytes), float16ToFloat32);
}

/** Lanes past the last channel must be 0: later kernels add them up. */
function checkPadding(values: ArrayLike<number>, call: Call, name: string): void {
  const { channels, groups, vectors } = activationLayout(call.output);
  for (let lane = channels; lane < groups * 4; lane++) {
    for (let at = lane; at < vectors * 4; at += groups * 4) {
      if (values[at] !== 0) throw new Error(`${name}: padding lane ${lane} holds ${values[at]}, expected 0`);
    }
  }
}
