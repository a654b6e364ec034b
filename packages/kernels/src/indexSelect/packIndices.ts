/** The binding `indices` of indexSelect. */
export function packIndices(index: readonly number[]): Float32Array<ArrayBuffer> {
  const packed = new Float32Array(Math.ceil(index.length / 4) * 4);
  packed.set(index);
  return packed;
}
