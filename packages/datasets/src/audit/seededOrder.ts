import { uniformLatent } from '@roentgan/gan-runtime';

/** 0 to `count - 1` in an order that depends on the seed only (Fisher and Yates). */
export function seededOrder(count: number, seed: number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, at) => at);
  const shares = uniformLatent(seed, 0, count);
  for (let last = count - 1; last > 0; last--) {
    // A share rounded to f32 may be 1.
    const other = Math.min(last, Math.floor(shares[last]! * (last + 1)));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}
