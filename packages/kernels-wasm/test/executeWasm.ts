import {
  activationLayout,
  channelParameters,
  epilogueConstants,
  type MatrixPacking,
  packActivation,
  packedChannels,
  spreadOperand,
  type Tensor,
  unpackActivation,
} from '@roentgan/kernels';
import type { Execute } from '../../kernels/test/runCase.ts';
import { callBytes, encodeCall } from '../src/calls.ts';
import { Kernels } from '../src/engine/kernels.ts';
import { type Instructions, loadModule } from '../src/loadModule.ts';
import { packingCall, twinCall } from '../src/twins.ts';

/** A memory that tests fill from the start, with guards of NaN between its parts. */
class TestMemory {
  readonly memory = new WebAssembly.Memory({ initial: 64 });
  #end = 1024;

  constructor() {
    new Float32Array(this.memory.buffer).fill(Number.NaN);
  }

  take(bytes: number): number {
    const start = this.#end;
    this.#end = Math.ceil((start + bytes) / 64) * 64 + 64;
    if (this.#end > this.memory.buffer.byteLength) throw new Error('test memory is full');
    return start;
  }

  put(data: Float32Array | Uint8Array): number {
    const start = this.take(data.byteLength);
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    new Uint8Array(this.memory.buffer).set(bytes, start);
    return start;
  }

  floats(start: number, count: number): Float32Array {
    return new Float32Array(this.memory.buffer, start, count);
  }

  /** True where something wrote between the parts. */
  isGuarded(start: number, bytes: number): boolean {
    const [first, last] = [Math.ceil((start + bytes) / 4) * 4, Math.ceil((start + bytes) / 64) * 64 + 64];
    return this.floats(first, (last - first) / 4).every(Number.isNaN);
  }
}

const zeroVectors = 64;

/** `backwards`: one by one from the last to the first, so that a unit that needs or spoils another's results is found out. */
type UnitOrder = 'backwards' | 'together';

/** The test table's way to WebAssembly. */
export async function executeWasm(
  instructions: Instructions,
  order: UnitOrder = 'backwards',
): Promise<Execute> {
  const module = await loadModule(instructions, false);
  return async (operation, kernel, call, tensors, epilogue) => {
    const memory = new TestMemory();
    const scratch = memory.take(65536);
    const kernels = new Kernels(module, memory.memory, scratch);
    const runUnits = (name: Parameters<typeof encodeCall>[0], fields: Record<string, number>) => {
      const at = memory.put(encodeCall(name, fields));
      const call = { kernel: name, at };
      if (order === 'together') kernels.run(call);
      else for (let unit = kernels.units(call) - 1; unit >= 0; unit--) kernels.compute(call, unit, unit + 1);
      if (!memory.isGuarded(at, callBytes(name))) throw new Error(`${name} wrote behind its call`);
    };

    const { weights } = tensors;
    const channels = call.output[1] ?? 1;
    const { vectors } = activationLayout(call.output);
    const zero = memory.put(new Float32Array(zeroVectors * 4));
    const addresses: Record<string, number> = { output: memory.take(vectors * 16), zero, residual: zero };
    tensors.inputs.forEach((tensor, at) => {
      addresses[kernel.bindings[at + 1]!.name] = memory.put(packActivation(tensor));
    });
    const bias = operation.weightUse === 'matrix' ? weights.bias?.data : undefined;
    addresses.channelParameters = memory.put(channelParameters(channels, bias, weights.slope?.data));
    if (tensors.residual) addresses.residual = memory.put(packActivation(tensors.residual));
    if (tensors.noise) {
      const { values, spread } = tensors.noise;
      addresses.noise = memory.put(packActivation(values));
      addresses.spread = memory.put(spreadOperand(channels).values({ spread }));
    }
    const operand = operation.operand?.(call);
    if (operand) addresses[operand.binding] = memory.put(operand.values(weights));
    if (operation.weightUse === 'matrix') {
      const packing: MatrixPacking = {
        shape: weights.weight!.shape,
        dtype: 'F32',
        transposed: operation.name === 'convTranspose2d',
        groups: (call.attributes as { groups?: number }).groups ?? 1,
      };
      const packed = packingCall(packing);
      addresses.weight = memory.take(packed.bytes);
      runUnits(packed.kernel, {
        ...packed.fields,
        output: addresses.weight,
        raw: memory.put(weights.weight!.data),
        scale: memory.put(new Float32Array(packedChannels(packing)).fill(1)),
      });
      if (!memory.isGuarded(addresses.weight, packed.bytes))
        throw new Error('packMatrix wrote behind its output');
    }

    const constants = {
      ...kernel.constants(call),
      ...(kernel.epilogue ? epilogueConstants({ ...epilogue, bias: bias !== undefined }, channels) : {}),
    };
    const twin = twinCall({ kernel, constants, shape: call.output });
    runUnits(twin.kernel, { ...twin.fields, ...addresses });
    if (!memory.isGuarded(addresses.output!, vectors * 16))
      throw new Error(`${twin.kernel} wrote behind its output`);
    const values = memory.floats(addresses.output!, vectors * 4);
    checkPadding(values, call.output);
    return unpackActivation(values, call.output);
  };
}

/** Lanes past the last channel must be 0: later kernels add them up. */
function checkPadding(values: ArrayLike<number>, shape: Tensor['shape']): void {
  const { channels, groups, vectors } = activationLayout(shape);
  for (let at = 0; at < vectors * 4; at++) {
    const lane = at % (groups * 4);
    if (lane >= channels && values[at] !== 0)
      throw new Error(`padding lane ${lane} holds ${values[at]}, expected 0`);
  }
}
