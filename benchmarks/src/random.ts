export interface Random {
  /** Evenly spread over [low, high). */
  uniform(low: number, high: number): number;
  normal(): number;
}

/** Seeded values for benchmark weights and inputs (mulberry32, Box-Muller): the same every run, no more is asked of them. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    uniform: (low, high) => low + (high - low) * next(),
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  };
}

export function filled(count: number, value: () => number): Float32Array<ArrayBuffer> {
  const values = new Float32Array(count);
  for (let at = 0; at < count; at++) values[at] = value();
  return values;
}
