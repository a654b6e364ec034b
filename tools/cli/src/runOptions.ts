import type { ParsedArguments } from './arguments.ts';
import type { RunOptions } from './openGenerator.ts';

/** Options of every command that runs a model, for `parseArguments`. */
export const runOptions = { backend: { type: 'string' }, threads: { type: 'string' } } as const;

const MOST_THREADS = 64;

/** Reads `--backend` and `--threads`; throws `UsageError`. */
export function readRunOptions(
  parsed: ParsedArguments,
  backends: readonly RunOptions['backend'][] = ['auto', 'webgpu', 'cpu', 'reference'],
): RunOptions {
  const threads = parsed.integer('threads', 1, MOST_THREADS);
  return {
    backend: parsed.choice('backend', backends) ?? 'auto',
    ...(threads === undefined ? {} : { threads }),
  };
}
