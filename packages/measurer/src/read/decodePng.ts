import { convertIndexedToRgb, decode } from 'fast-png';
import type { RasterImage } from '../rasterImage.ts';
import type { PngHeader } from './pngChunks.ts';

/** All pixels of a PNG (an animation's first picture); alpha is laid over black, as the air around a limb is. */
export function decodePng(
  bytes: Uint8Array,
  { width, height, bitDepth, colourType }: PngHeader,
): RasterImage {
  const decoded = decode(bytes, { checkCrc: true });
  if (colourType === 3) {
    const samples = convertIndexedToRgb(decoded);
    return blend(samples, samples.length / (width * height), 255, width, height);
  }
  const samples = bitDepth < 8 ? unpack(decoded.data as Uint8Array, width, height, bitDepth) : decoded.data;
  return blend(samples, decoded.channels, 2 ** bitDepth - 1, width, height);
}

/** Samples of 1, 2 or 4 bits, whose rows begin at whole bytes. */
function unpack(data: Uint8Array, width: number, height: number, bits: number): Uint8Array {
  const samples = new Uint8Array(width * height);
  const rowBytes = Math.ceil((width * bits) / 8);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const byte = data[y * rowBytes + ((x * bits) >> 3)]!;
      samples[y * width + x] = (byte >> (8 - bits - ((x * bits) & 7))) & (2 ** bits - 1);
    }
  }
  return samples;
}

/** Samples of 1 to 4 channels, the second or fourth of which is alpha, as values. */
function blend(
  samples: ArrayLike<number>,
  sampleChannels: number,
  white: number,
  width: number,
  height: number,
): RasterImage {
  const channels = sampleChannels < 3 ? 1 : 3;
  const hasAlpha = sampleChannels > channels;
  const values = new Float32Array(width * height * channels);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const from = pixel * sampleChannels;
    const opacity = hasAlpha ? samples[from + channels]! / white : 1;
    for (let channel = 0; channel < channels; channel++) {
      values[pixel * channels + channel] = (samples[from + channel]! / white) * opacity;
    }
  }
  return { width, height, channels, values };
}
