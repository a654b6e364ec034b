import { normalQuantile } from './normalQuantile.ts';
import { philox4x32 } from './philox.ts';

/**
 * Standard normal values, the same bits on every machine; see docs/latents.md.
 * @param seed safe integer of at least 0
 * @param stream index of the latent input among the graph's latent inputs
 * @throws RangeError for a seed, stream or count that is no such integer
 */
export function normalLatent(seed: number, stream: number, count: number): Float32Array<ArrayBuffer> {
  return fillLatent(seed, stream, count, normalQuantile);
}

/** Values spread evenly over (low, high), rounded to f32; otherwise as `normalLatent`. */
export function uniformLatent(
  seed: number,
  stream: number,
  count: number,
  low = 0,
  high = 1,
): Float32Array<ArrayBuffer> {
  return fillLatent(seed, stream, count, (probability) => low + (high - low) * probability);
}

/** Values of a stream, each from a probability. */
export function fillLatent(
  seed: number,
  stream: number,
  count: number,
  quantile: (probability: number) => number,
  step = 0,
): Float32Array<ArrayBuffer> {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`seed is ${String(seed)}, expected an integer from 0 to 2^53 - 1`);
  }
  checkWord(stream, 'stream');
  checkWord(count, 'count');
  checkWord(step, 'step');
  const key0 = seed % 2 ** 32;
  const key1 = Math.floor(seed / 2 ** 32);
  const values = new Float32Array(count);
  const block = new Uint32Array(4);
  for (let at = 0; at < count; at += 2) {
    block[0] = at / 2;
    block[1] = 0;
    block[2] = stream;
    block[3] = step;
    philox4x32(block, key0, key1);
    values[at] = quantile(openUniform(block[0], block[1]));
    if (at + 1 < count) values[at + 1] = quantile(openUniform(block[2], block[3]));
  }
  return values;
}

/** The middle of one of 2^52 equal parts of (0, 1), chosen by the upper 26 bits of each word; exact in a double. */
export function openUniform(high: number, low: number): number {
  return ((high >>> 6) * 2 ** 26 + (low >>> 6) + 0.5) * 2 ** -52;
}

function checkWord(value: number, name: string): void {
  if (!Number.isInteger(value) || value < 0 || value >= 2 ** 32) {
    throw new RangeError(`${name} is ${String(value)}, expected an integer from 0 to 2^32 - 1`);
  }
}
