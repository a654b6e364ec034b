import { encodePngBytes, provenanceXmp } from '@roentgan/gan-runtime';
import { imageProvenance } from '../provenance/imageProvenance.ts';
import type { ImageEncoder } from './format.ts';

/** PNG of 8 or 16 bits, grey or colour, with an XMP packet that says that it is synthetic and how it was made. */
export const pngEncoder: ImageEncoder = {
  extension: 'png',
  encode(image, context, deflate) {
    const { width, height, channels, bits, pixels } = image;
    return encodePngBytes(
      { width, height, channels, bitDepth: bits as 8 | 16, data: pixels },
      { xmp: provenanceXmp(imageProvenance(image, context)), ...(deflate && { deflate }) },
    );
  },
};
