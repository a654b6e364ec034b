/** Absolute value of a byte that is taken as signed. */
const sizes = Uint8Array.from({ length: 256 }, (_, byte) => (byte < 128 ? byte : 256 - byte));

/**
 * Filters scanlines for PNG: each row starts with the type (0 to 4) whose result has the smallest sum of absolute
 * signed bytes, the heuristic of PNG (Third Edition), section 12.7.
 * @param data rows of `rowBytes` bytes
 * @param pixelBytes bytes of one pixel, the distance to the left neighbour
 */
export function filterRows(data: Uint8Array, rowBytes: number, pixelBytes: number): Uint8Array<ArrayBuffer> {
  const height = data.length / rowBytes;
  const filtered = new Uint8Array(height * (rowBytes + 1));
  // Zeros stand for the pixels left of a row and the row above the first.
  const row = new Uint8Array(pixelBytes + rowBytes);
  const above = new Uint8Array(pixelBytes + rowBytes);
  for (let y = 0; y < height; y++) {
    row.set(data.subarray(y * rowBytes, (y + 1) * rowBytes), pixelBytes);
    const type = cheapestType(row, above, pixelBytes);
    const start = y * (rowBytes + 1);
    filtered[start] = type;
    writers[type]!(row, above, pixelBytes, filtered, start + 1 - pixelBytes);
    above.set(row);
  }
  return filtered;
}

/** The first of the types whose results are smallest: all five sums in one pass over the row. */
function cheapestType(row: Uint8Array, above: Uint8Array, pixelBytes: number): number {
  let [none, sub, up, average, paethSum] = [0, 0, 0, 0, 0];
  for (let at = pixelBytes; at < row.length; at++) {
    const value = row[at]!;
    const left = row[at - pixelBytes]!;
    const over = above[at]!;
    none += sizes[value]!;
    sub += sizes[(value - left) & 0xff]!;
    up += sizes[(value - over) & 0xff]!;
    average += sizes[(value - ((left + over) >> 1)) & 0xff]!;
    paethSum += sizes[(value - paeth(left, over, above[at - pixelBytes]!)) & 0xff]!;
  }
  const sums = [none, sub, up, average, paethSum];
  return sums.indexOf(Math.min(...sums));
}

/** Writes the filtered row to `result`; `shift` takes a place in the row to one in the result. */
type RowWriter = (
  row: Uint8Array,
  above: Uint8Array,
  pixelBytes: number,
  result: Uint8Array,
  shift: number,
) => void;

// One loop each, without a function for the prediction: V8 then keeps every loop in registers.
const writers: readonly RowWriter[] = [
  (row, _above, pixelBytes, result, shift) => result.set(row.subarray(pixelBytes), pixelBytes + shift),
  (row, _above, pixelBytes, result, shift) => {
    for (let at = pixelBytes; at < row.length; at++) result[at + shift] = row[at]! - row[at - pixelBytes]!;
  },
  (row, above, pixelBytes, result, shift) => {
    for (let at = pixelBytes; at < row.length; at++) result[at + shift] = row[at]! - above[at]!;
  },
  (row, above, pixelBytes, result, shift) => {
    for (let at = pixelBytes; at < row.length; at++) {
      result[at + shift] = row[at]! - ((row[at - pixelBytes]! + above[at]!) >> 1);
    }
  },
  (row, above, pixelBytes, result, shift) => {
    for (let at = pixelBytes; at < row.length; at++) {
      result[at + shift] = row[at]! - paeth(row[at - pixelBytes]!, above[at]!, above[at - pixelBytes]!);
    }
  },
];

/** The neighbour that is nearest to left + up - upLeft. */
function paeth(left: number, up: number, upLeft: number): number {
  const toLeft = Math.abs(up - upLeft);
  const toUp = Math.abs(left - upLeft);
  const toUpLeft = Math.abs(left + up - 2 * upLeft);
  if (toLeft <= toUp && toLeft <= toUpLeft) return left;
  return toUp <= toUpLeft ? up : upLeft;
}
