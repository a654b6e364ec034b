/**
 * Filters scanlines for PNG: each row starts with the type (0 to 4) whose result has the smallest sum of absolute
 * signed bytes, the heuristic of PNG (Third Edition), section 12.7.
 * @param data rows of `rowBytes` bytes
 * @param pixelBytes bytes of one pixel, the distance to the left neighbour
 */
export function filterRows(data: Uint8Array, rowBytes: number, pixelBytes: number): Uint8Array<ArrayBuffer> {
  const height = data.length / rowBytes;
  const filtered = new Uint8Array(height * (rowBytes + 1));
  const candidate = new Uint8Array(rowBytes);
  let above = new Uint8Array(rowBytes);
  for (let y = 0; y < height; y++) {
    const row = data.slice(y * rowBytes, (y + 1) * rowBytes);
    let smallest = Number.POSITIVE_INFINITY;
    for (let type = 0; type < predictors.length; type++) {
      const sum = filterRow(row, above, pixelBytes, predictors[type]!, candidate);
      if (sum >= smallest) continue;
      smallest = sum;
      filtered[y * (rowBytes + 1)] = type;
      filtered.set(candidate, y * (rowBytes + 1) + 1);
    }
    above = row;
  }
  return filtered;
}

type Predictor = (left: number, up: number, upLeft: number) => number;

const predictors: readonly Predictor[] = [
  () => 0,
  (left) => left,
  (_left, up) => up,
  (left, up) => (left + up) >> 1,
  paeth,
];

function paeth(left: number, up: number, upLeft: number): number {
  const estimate = left + up - upLeft;
  const toLeft = Math.abs(estimate - left);
  const toUp = Math.abs(estimate - up);
  const toUpLeft = Math.abs(estimate - upLeft);
  if (toLeft <= toUp && toLeft <= toUpLeft) return left;
  return toUp <= toUpLeft ? up : upLeft;
}

/** Writes one filtered row to `result` and returns the sum of its absolute signed bytes. */
function filterRow(
  row: Uint8Array,
  above: Uint8Array,
  pixelBytes: number,
  predict: Predictor,
  result: Uint8Array,
): number {
  let sum = 0;
  for (let at = 0; at < row.length; at++) {
    const left = at < pixelBytes ? 0 : row[at - pixelBytes]!;
    const upLeft = at < pixelBytes ? 0 : above[at - pixelBytes]!;
    const byte = (row[at]! - predict(left, above[at]!, upLeft)) & 0xff;
    result[at] = byte;
    sum += byte < 128 ? byte : 256 - byte;
  }
  return sum;
}
