import { uniformLatent } from '@roentgan/gan-runtime';
import { sha256Hex } from './hash.ts';

/** A seed below 2^53 for what `text` names: the first bits of its SHA-256. */
export function seedFrom(text: string): number {
  return Number.parseInt(sha256Hex(text).slice(0, 13), 16);
}

/** `items` in an order that follows from `purpose` alone, the same on every machine: sorted by the runtime's seeded numbers. */
export function shuffle<Item>(items: readonly Item[], purpose: string): Item[] {
  const keys = uniformLatent(seedFrom(purpose), 0, items.length);
  const order = items.map((_, at) => at).sort((one, other) => keys[one]! - keys[other]! || one - other);
  return order.map((at) => items[at]!);
}
