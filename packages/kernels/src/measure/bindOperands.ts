import { activationLayout, packActivation } from '../activationLayout.ts';
import { channelParameters } from '../epilogue/epilogue.ts';
import { float32ToFloat16 } from '../float16.ts';
import type { Call, ElementType, Operation, WeightPacker } from '../kernel.ts';
import { type MatrixPacking, packedChannels, packMatrix } from '../packMatrix/packMatrix.ts';
import { kernelsOf } from '../variants.ts';
import { candidateOf } from './candidate.ts';
import { compileCandidate } from './compileCandidate.ts';
import { dispatchOnce } from './dispatchOnce.ts';
import type { Operands } from './operands.ts';

const storage = 0x80 | 0x4 | 0x8; // GPUBufferUsage.STORAGE | COPY_SRC | COPY_DST

/** What the bindings of a call are filled with, by name, laid out as kernels read them. */
export interface BoundOperands {
  readonly buffers: Readonly<Record<string, GPUBuffer>>;
  destroy(): void;
}

/** How the weight of a `matrix` operation is packed. */
export function packingOf(operation: Operation, call: Call): MatrixPacking {
  return {
    shape: call.weights.weight!,
    dtype: 'F32',
    transposed: operation.name === 'convTranspose2d',
    groups: (call.attributes as { groups?: number }).groups ?? 1,
  };
}

/** What packs the weight for one or another of the kernels that support a call. */
function packersOf(operation: Operation, call: Call): Set<WeightPacker> {
  const kernels = kernelsOf(operation).filter((kernel) => kernel.supports?.(call) ?? true);
  return new Set([packMatrix, ...kernels.map(({ packer = packMatrix }) => packer)]);
}

/** Uploads a call's operands; the second input is bound by the name that the operation's kernels give it. */
export async function bindOperands(
  device: GPUDevice,
  operation: Operation,
  call: Call,
  { inputs, weights }: Operands,
  type: ElementType,
  seconds: number,
): Promise<BoundOperands> {
  const channels = call.output[1] ?? 1;
  const bytes = type === 'f16' ? 8 : 16;
  const upload = (data: Float32Array | Uint16Array | Uint8Array): GPUBuffer => {
    const size = Math.max(16, Math.ceil(data.byteLength / 4) * 4);
    const buffer = device.createBuffer({ size, usage: storage, mappedAtCreation: true });
    new Uint8Array(buffer.getMappedRange()).set(
      new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
    );
    buffer.unmap();
    return buffer;
  };
  const elements = (data: Float32Array): GPUBuffer =>
    upload(type === 'f32' ? data : Uint16Array.from(data, float32ToFloat16));
  const empty = (size: number): GPUBuffer =>
    device.createBuffer({ size: Math.max(16, size), usage: storage });

  const buffers: Record<string, GPUBuffer> = {
    output: empty(activationLayout(call.output).vectors * bytes),
    residual: empty(16),
  };
  const names = operation.kernels[0]!.bindings.map(({ name }) => name);
  inputs.forEach((tensor, at) => {
    buffers[names[at + 1]!] = elements(packActivation(tensor));
  });
  if (operation.weightUse === 'matrix') {
    const packing = packingOf(operation, call);
    const raw = upload(weights.weight!.data);
    const scale = upload(new Float32Array(packedChannels(packing)).fill(1));
    for (const program of packersOf(operation, call)) {
      const output = empty(program.vectors(packing) * bytes);
      buffers[program.fills] = output;
      const packer = candidateOf(program, type, program.constants(packing), program.workgroups(packing));
      const compiled = await compileCandidate(device, packer, seconds);
      await dispatchOnce(device, packer, compiled, { output, raw, scale }, seconds);
    }
    for (const buffer of [raw, scale]) buffer.destroy();
  }
  const operand = operation.operand?.(call);
  if (operand) buffers[operand.binding] = (operand.elements ? elements : upload)(operand.values(weights));
  const bias = operation.weightUse === 'matrix' ? weights.bias?.data : undefined;
  buffers.channelParameters = upload(channelParameters(channels, bias, weights.slope?.data));
  return {
    buffers,
    destroy() {
      for (const buffer of Object.values(buffers)) buffer.destroy();
    },
  };
}
