import { openUniform, philox4x32 } from '@roentgan/gan-runtime';

/** Second word of Philox's counter: latents have 0 there (docs/latents.md). */
const DATASET_PLAN = 0xffffffff;

/** What a random number is for: the third word of the counter. */
export const purposes = { mix: 0, split: 1, edits: 2 } as const;

/** Used again for each number: a large dataset draws millions. */
const words = new Uint32Array(4);

/**
 * A number evenly from (0, 1), one of 2^52, the same on every machine.
 * @param seed safe integer of at least 0
 * @param at which of the numbers of this seed and purpose, from 0 to 2^32 - 1
 */
export function planUniform(seed: number, purpose: number, at: number): number {
  words[0] = at;
  words[1] = DATASET_PLAN;
  words[2] = purpose;
  words[3] = 0;
  philox4x32(words, seed % 2 ** 32, Math.floor(seed / 2 ** 32));
  return openUniform(words[0]!, words[1]!);
}
