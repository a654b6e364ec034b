import jpeg from 'jpeg-js';
import type { RasterImage } from '../rasterImage.ts';
import { ImageFileError } from './imageFileError.ts';
import type { JpegHeader } from './jpegSegments.ts';

/** What the decoder may use for one picture; the largest that `readImage` lets through needs about this much. */
const MOST_MEGABYTES = 4096;

/** @throws ImageFileError where the file ends before its picture does */
export function decodeJpeg(bytes: Uint8Array, { components }: JpegHeader): RasterImage {
  // The decoder takes what is missing at the end for zeros: half a picture would be measured as a whole one.
  if (!endsAsJpeg(bytes)) throw new ImageFileError('is a JPEG that is cut short, expected its end marker');
  const { width, height, data } = jpeg.decode(bytes, {
    useTArray: true,
    formatAsRGBA: false,
    tolerantDecoding: false,
    maxMemoryUsageInMB: MOST_MEGABYTES,
  });
  const channels = components === 1 ? 1 : 3;
  const values = new Float32Array(width * height * channels);
  for (let at = 0; at < values.length; at++) values[at] = data[channels === 1 ? at * 3 : at]! / 255;
  return { width, height, channels, values };
}

/** Whether an end marker stands behind the last scan; other bytes may follow it. */
function endsAsJpeg(bytes: Uint8Array): boolean {
  for (let at = bytes.length - 2; at >= 2; at--) {
    if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) return true;
  }
  return false;
}
