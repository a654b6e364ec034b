/** Values of black and white, as a graph output states them; white may be below black. */
export type ValueRange = readonly [black: number, white: number];

/**
 * Maps values to 0 (black) .. 255 (white), clamped and rounded to nearest, halves up; NaN is 0.
 * @throws RangeError where black and white are equal or not finite
 */
export function toBytes(values: Float32Array, range: ValueRange): Uint8ClampedArray<ArrayBuffer> {
  const toByte = rangeMap(range, 255);
  const bytes = new Uint8ClampedArray(values.length);
  for (let at = 0; at < values.length; at++) bytes[at] = toByte(values[at]!);
  return bytes;
}

/** As `toBytes`, to 0 .. 2^bits - 1. */
export function toBits(
  values: Float32Array,
  range: ValueRange,
  bits: 8 | 12 | 16,
): Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> {
  const toLevel = rangeMap(range, 2 ** bits - 1);
  const levels = bits === 8 ? new Uint8Array(values.length) : new Uint16Array(values.length);
  for (let at = 0; at < values.length; at++) levels[at] = toLevel(values[at]!);
  return levels;
}

/**
 * Channels-last values as RGBA pixels: one channel is grey, three are opaque.
 * @throws RangeError where values are no whole pixels of 1, 3 or 4 channels
 */
export function toRgba(
  values: Float32Array,
  channels: number,
  range: ValueRange,
): Uint8ClampedArray<ArrayBuffer> {
  if (![1, 3, 4].includes(channels) || values.length % channels !== 0) {
    throw new RangeError(
      `image has ${values.length} values in ${channels} channels, expected 1, 3 or 4 channels`,
    );
  }
  const bytes = toBytes(values, range);
  if (channels === 4) return bytes;
  const pixels = values.length / channels;
  const rgba = new Uint8ClampedArray(pixels * 4).fill(255);
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      rgba[pixel * 4 + channel] = bytes[pixel * channels + (channels === 1 ? 0 : channel)]!;
    }
  }
  return rgba;
}

/** A function to integers 0 .. top; the comparison that fails for NaN makes it 0. */
function rangeMap([black, white]: ValueRange, top: number): (value: number) => number {
  if (!Number.isFinite(black) || !Number.isFinite(white) || black === white) {
    throw new RangeError(`range is [${black},${white}], expected two different finite numbers`);
  }
  return (value) => {
    const scaled = ((value - black) / (white - black)) * top + 0.5;
    return scaled > 0 ? Math.floor(Math.min(scaled, top)) : 0;
  };
}
