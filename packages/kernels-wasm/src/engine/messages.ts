import type { EngineSetup, Read, RunResult, Write } from './engine.ts';
import type { ProgramCall } from './kernels.ts';

/** What a worker is asked. `start`, `call` and `run` are answered, in order; `lead` is when the job ends. */
export type Request =
  | { readonly kind: 'start'; readonly setup: EngineSetup }
  | { readonly kind: 'call'; readonly writes: readonly Write[]; readonly call?: ProgramCall }
  | { readonly kind: 'run'; readonly writes: readonly Write[]; readonly reads: readonly Read[] }
  /** To take part in the job that was started on the shared memory; any member of its team answers. */
  | { readonly kind: 'lead' }
  /** To take part in all jobs on the shared memory, and take no request any more. */
  | { readonly kind: 'join'; readonly setup: EngineSetup }
  | { readonly kind: 'abort' };

export interface Answer {
  /** Of a run that was not aborted. */
  readonly result?: RunResult | undefined;
  /** Why the request failed. */
  readonly error?: string;
}
