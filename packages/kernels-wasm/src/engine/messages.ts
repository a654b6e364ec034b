import type { EngineSetup, Read, RunResult, Write } from './engine.ts';
import type { ProgramCall } from './kernels.ts';

/** What a worker is asked. All but `follow` and `abort` are answered, in order. */
export type Request =
  | { readonly kind: 'start'; readonly setup: EngineSetup }
  | { readonly kind: 'follow'; readonly setup: EngineSetup }
  | { readonly kind: 'call'; readonly writes: readonly Write[]; readonly call?: ProgramCall }
  | { readonly kind: 'run'; readonly writes: readonly Write[]; readonly reads: readonly Read[] }
  | { readonly kind: 'abort' };

/** `result` of a run that was not aborted; `error` where the request failed. */
export interface Answer {
  readonly result?: RunResult | undefined;
  readonly error?: string;
}
