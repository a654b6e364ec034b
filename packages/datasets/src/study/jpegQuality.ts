/** Luminance table of ITU-T T.81, annex K.1, in zigzag order, as files store it. */
const annexK = [
  16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24, 40, 26, 24, 22, 22, 24, 49, 35, 37, 29, 40, 58,
  51, 61, 60, 57, 51, 56, 55, 64, 72, 92, 78, 64, 68, 87, 69, 55, 56, 80, 109, 81, 87, 95, 98, 103, 104, 103,
  62, 77, 113, 121, 112, 100, 120, 92, 101, 103, 99,
];

/**
 * The quality, 1 to 100, at which libjpeg would have written a JPEG: the one whose luminance table is nearest to the file's.
 * `undefined` for what is no JPEG or has no such table.
 */
export function jpegQuality(bytes: Uint8Array): number | undefined {
  const table = luminanceTable(bytes);
  if (!table) return undefined;
  let [best, distance] = [0, Number.POSITIVE_INFINITY];
  for (let quality = 1; quality <= 100; quality++) {
    const away = annexK.reduce((sum, base, at) => sum + Math.abs(scaled(base, quality) - table[at]!), 0);
    if (away < distance) [best, distance] = [quality, away];
  }
  return best;
}

/** As libjpeg's `jpeg_quality_scaling` and `jpeg_add_quant_table` do it. */
function scaled(base: number, quality: number): number {
  const scale = quality < 50 ? Math.floor(5000 / quality) : 200 - quality * 2;
  return Math.min(255, Math.max(1, Math.floor((base * scale + 50) / 100)));
}

/** Quantisation table 0 of the segments before the first scan. */
function luminanceTable(bytes: Uint8Array): number[] | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined;
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1]!;
    const length = bytes[at + 2]! * 256 + bytes[at + 3]!;
    if (marker === 0xda || length < 2) return undefined;
    if (marker === 0xdb) {
      const table = tableZero(bytes.subarray(at + 4, at + 2 + length));
      if (table) return table;
    }
    at += 2 + length;
  }
  return undefined;
}

/** A segment may hold several tables, each behind a byte with its precision and number. */
function tableZero(segment: Uint8Array): number[] | undefined {
  for (let at = 0; at < segment.length; ) {
    const width = segment[at]! >> 4 === 0 ? 1 : 2;
    const value = (index: number) =>
      width === 1
        ? segment[at + 1 + index]!
        : segment[at + 1 + index * 2]! * 256 + segment[at + 2 + index * 2]!;
    if (at + 1 + 64 * width > segment.length) return undefined;
    if ((segment[at]! & 15) === 0) return Array.from({ length: 64 }, (_, index) => value(index));
    at += 1 + 64 * width;
  }
  return undefined;
}
