import type { Runtime } from './results.ts';

/** Those that a run can be told to take, the usual one first. */
export const runtimes: readonly Runtime[] = ['chromium', 'firefox', 'node', 'deno'];

export function isBrowser(runtime: Runtime): boolean {
  return runtime === 'chromium' || runtime === 'firefox';
}

/** Images a run whose throughput is measured where none are named: browsers' first runs should not take hours. */
export function defaultBatches(runtime: Runtime): readonly number[] {
  return isBrowser(runtime) ? [] : [1, 8, 16, 64];
}
