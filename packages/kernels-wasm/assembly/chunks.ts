/** Vectors of a unit, in kernels that compute each vector on its own. */
const chunkVectors: u32 = 1024;

export function chunksOf(vectors: u32): u32 {
  return (vectors + chunkVectors - 1) / chunkVectors;
}

/** First vector of a unit; `unit` may be the number of units, for where the last one ends. */
export function chunkStart(unit: u32, vectors: u32): u32 {
  return min(unit * chunkVectors, vectors);
}
