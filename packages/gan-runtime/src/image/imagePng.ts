import { markPixels } from './mark/markPixels.ts';
import { encodePng } from './png.ts';
import { type ImageProvenance, provenanceXmp } from './provenanceXmp.ts';
import { toBytes, type ValueRange } from './rangeMap.ts';

/** A generated image as an 8-bit PNG, with the mark in its pixels and XMP; loaded when the first is asked for. */
export function imagePng(
  {
    width,
    height,
    channels,
  }: { readonly width: number; readonly height: number; readonly channels: 1 | 3 | 4 },
  values: Float32Array,
  range: ValueRange,
  provenance: ImageProvenance,
): Promise<Blob> {
  const pixels = toBytes(values, range);
  const data = markPixels({ width, height, channels, white: 255, pixels });
  return encodePng({ width, height, channels, bitDepth: 8, data }, { xmp: provenanceXmp(provenance) });
}
