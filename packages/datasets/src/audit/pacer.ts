import type { Pace } from './nearest.ts';

/** Told what is being done and how far it is. */
export type OnStage = (stage: string, done: number, total: number) => void;

/** Longest time without giving others a turn, in milliseconds. */
const TURN = 100;

/** A pace for one stage: reports progress, ends where the signal says so, and lets timers and input have their turn. */
export function pacer(stage: string, onStage: OnStage | undefined, signal: AbortSignal | undefined): Pace {
  let last = performance.now();
  return async (done, total) => {
    signal?.throwIfAborted();
    if (performance.now() - last < TURN && done < total) return;
    onStage?.(stage, done, total);
    await new Promise((resolve) => setTimeout(resolve, 0));
    last = performance.now();
  };
}
