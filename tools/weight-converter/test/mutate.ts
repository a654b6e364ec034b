/** Deterministic damage to files, for fuzz tests: the same seed, the same bytes. */
export function mutate(original: Uint8Array, seed: number): Uint8Array {
  const random = makeRandom(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const bytes = Uint8Array.from(original);
  // Structure stands at the start of ONNX files and at both ends of zip files: hit it more often than weights.
  const somewhere = () => {
    const near = Math.min(bytes.length, 1500);
    return random() < 0.3
      ? below(bytes.length)
      : random() < 0.7
        ? below(near)
        : bytes.length - 1 - below(near);
  };
  const kind = below(6);
  if (kind === 0) return bytes.slice(0, below(bytes.length));
  if (kind === 1) {
    const from = somewhere();
    return Uint8Array.from([
      ...bytes.subarray(0, from),
      ...bytes.subarray(Math.min(bytes.length, from + 1 + below(40))),
    ]);
  }
  if (kind === 2) {
    const [from, to] = [somewhere(), somewhere()];
    bytes.copyWithin(to, from, from + 1 + below(60));
    return bytes;
  }
  if (kind === 3) {
    const at = somewhere();
    bytes.fill(random() < 0.5 ? 0xff : 0x00, at, at + 1 + below(12));
    return bytes;
  }
  for (let flips = 1 + below(8); flips > 0; flips--) bytes[somewhere()]! ^= 1 << below(8);
  return bytes;
}

/** mulberry32 */
export function makeRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
