import {
  callBytes,
  controlBytes,
  encodeCall,
  type ProgramCall,
  packingCall,
  scratchBytes,
  twinCall,
  type Write,
} from '@roentgan/kernels-wasm';
import type { Parameter } from '../plan/parameters.ts';
import type { Plan, Source, Step } from '../plan/plan.ts';

/** Places of a plan in one WebAssembly memory: addresses in bytes, and the program that runs it. */
export interface MemoryMap {
  /** Size of the whole. */
  readonly bytes: number;
  readonly program: readonly ProgramCall[];
  /** The calls' fields, to be written once. */
  readonly fields: readonly Write[];
  readonly scratch: number;
  readonly scratchBytes: number;
  readonly times: number;
  /** By parameter. */
  readonly parameters: ReadonlyMap<string, number>;
  /** By activation. */
  readonly activations: ReadonlyMap<string, number>;
  /** Fields of the call that packs a weight, and what it reads; the latter lies where activations will. */
  readonly packing: number;
  readonly staging: number;
}

/** Everything is aligned to a cache line. */
const alignment = 64;

/** Lays a plan out for a number of threads. `stagingBytes` is the most that packing one weight reads. */
export function mapMemory(plan: Plan, threads: number, stagingBytes: number): MemoryMap {
  let end = controlBytes;
  const take = (bytes: number): number => {
    const start = Math.ceil(end / alignment) * alignment;
    end = start + bytes;
    return start;
  };
  const calls = plan.steps.map((step) => {
    const call = twinCall(step);
    return { step, ...call, at: take(callBytes(call.kernel)) };
  });
  const packing = take(callBytes('packMatrix'));
  const times = take(8 * calls.length);
  const ownScratch = Math.max(scratchBytes(0), ...calls.map(({ fields }) => fields.SCRATCH_BYTES ?? 0));
  const scratch = take(ownScratch * threads);
  const zero = take(16 * Math.max(1, ...calls.map(({ fields }) => fields.INPUT_GROUPS ?? 0)));
  const parameters = new Map(
    plan.parameters.map((parameter) => [parameter.id, take(parameterBytes(parameter))]),
  );
  const staging = take(0);
  const arena = plan.arena.map((bytes) => take(bytes));
  const activations = new Map(
    [...plan.places].map(([name, { buffer, offset }]) => [name, arena[buffer]! + offset]),
  );
  const addressOf = (source: Source): number => {
    if (source.kind === 'zero') return zero;
    return source.kind === 'parameter' ? parameters.get(source.id)! : activations.get(source.tensor)!;
  };
  return {
    bytes: Math.max(end, staging + stagingBytes),
    program: calls.map(({ kernel, at }) => ({ kernel, at })),
    fields: calls.map(({ kernel, fields, step, at }) => ({
      at,
      bytes: encodeCall(kernel, { ...fields, ...addresses(step, addressOf), zero }),
    })),
    scratch,
    scratchBytes: ownScratch,
    times,
    parameters,
    activations,
    packing,
    staging,
  };
}

function addresses({ sources }: Step, addressOf: (source: Source) => number): Record<string, number> {
  return Object.fromEntries(Object.entries(sources).map(([name, source]) => [name, addressOf(source)]));
}

function parameterBytes(parameter: Parameter): number {
  return parameter.kind === 'matrix' ? packingCall(parameter.packing).bytes : parameter.vectors * 16;
}
