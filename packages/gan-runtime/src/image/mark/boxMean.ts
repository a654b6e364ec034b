/**
 * Mean of each pixel's square of 2 * radius + 1, of what lies inside the image. Running sums over rows, then columns, in a fixed
 * order: the same bits on every machine.
 */
export function boxMean(
  values: Float64Array,
  width: number,
  height: number,
  radius: number,
): Float64Array<ArrayBuffer> {
  const rows = new Float64Array(values.length);
  for (let y = 0; y < height; y++) meanAlong(values, rows, y * width, 1, width, radius);
  const result = new Float64Array(values.length);
  for (let x = 0; x < width; x++) meanAlong(rows, result, x, width, height, radius);
  return result;
}

/** Means along one line of `count` values, `step` apart. */
function meanAlong(
  from: Float64Array,
  to: Float64Array,
  start: number,
  step: number,
  count: number,
  radius: number,
): void {
  let sum = 0;
  let members = 0;
  for (let ahead = -radius; ahead < count; ahead++) {
    const entering = ahead + radius;
    if (entering < count) {
      sum += from[start + entering * step]!;
      members++;
    }
    const leaving = ahead - radius - 1;
    if (leaving >= 0) {
      sum -= from[start + leaving * step]!;
      members--;
    }
    if (ahead >= 0) to[start + ahead * step] = sum / members;
  }
}
