/// <reference path="./dcmjs.d.ts" />
import { sha256Of } from '../export/wholeFile.ts';
import type { DatasetContext, ImageEncoder } from '../formats/format.ts';
import { attributesOf, SECONDARY_CAPTURE } from './attributes.ts';
import { checkDicomImage } from './checkDicomImage.ts';
import { pixelBytes } from './pixelAttributes.ts';
import { privateElements } from './privateBlock.ts';
import { uidOf } from './uid.ts';

const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';

/**
 * A DICOM file of the Secondary Capture class: grey of 8, 12 or 16 bits, or RGB of 8, uncompressed. Every file says that it is
 * synthetic. The library that writes it is loaded with the first image.
 * @throws RangeError where image or context cannot be written
 */
export const dicomEncoder: ImageEncoder = {
  extension: 'dcm',
  async encode(image, context) {
    checkDicomImage(image, context);
    const { default: dcmjs } = await import('dcmjs');
    const { DicomDict, DicomMetaDictionary } = dcmjs.data;
    const attributes = attributesOf(image, context);
    const own = privateElements(image, context);
    const pixels = pixelBytes(image);
    // Names its content: two files that differ anywhere never share an identifier.
    const uid = uidOf('instance', JSON.stringify([attributes, own]), await sha256Of(pixels));

    const file = new DicomDict(metaInformation(uid, context));
    file.dict = {
      ...DicomMetaDictionary.denaturalizeDataset({
        ...attributes,
        SOPInstanceUID: uid,
        PixelData: [pixels.buffer],
        _vrMap: { PixelData: image.bits === 8 ? 'OB' : 'OW' },
      }),
      ...own,
    };
    return new Uint8Array(file.write());
  },
};

/** What stands before the attributes (PS3.10, 7.1); dcmjs adds its length. */
function metaInformation(
  uid: string,
  { software }: DatasetContext,
): Record<string, { vr: string; Value: unknown[] }> {
  return {
    '00020001': { vr: 'OB', Value: [Uint8Array.of(0, 1).buffer] },
    '00020002': { vr: 'UI', Value: [SECONDARY_CAPTURE] },
    '00020003': { vr: 'UI', Value: [uid] },
    '00020010': { vr: 'UI', Value: [EXPLICIT_LITTLE_ENDIAN] },
    '00020012': { vr: 'UI', Value: [uidOf('implementation', 'Roentgan')] },
    '00020013': {
      vr: 'SH',
      Value: [
        software
          .toUpperCase()
          .replace(/[^A-Z\d.]+/g, '_')
          .slice(0, 16),
      ],
    },
  };
}
