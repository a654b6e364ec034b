import { ImageFileError } from '../imageFileError.ts';

/** How the elements behind the file's meta information are written (PS3.5, annex A). */
export interface TransferSyntax {
  readonly isExplicit: boolean;
  readonly isBigEndian: boolean;
}

const uncompressed: Readonly<Record<string, TransferSyntax>> = {
  '1.2.840.10008.1.2': { isExplicit: false, isBigEndian: false },
  '1.2.840.10008.1.2.1': { isExplicit: true, isBigEndian: false },
  '1.2.840.10008.1.2.2': { isExplicit: true, isBigEndian: true },
};

/** Names of PS3.6, annex A, of those that are met in radiography. */
const compressed: Readonly<Record<string, string>> = {
  '1.2.840.10008.1.2.1.98': 'Encapsulated Uncompressed Explicit VR Little Endian',
  '1.2.840.10008.1.2.1.99': 'Deflated Explicit VR Little Endian',
  '1.2.840.10008.1.2.4.50': 'JPEG Baseline',
  '1.2.840.10008.1.2.4.51': 'JPEG Extended',
  '1.2.840.10008.1.2.4.57': 'JPEG Lossless',
  '1.2.840.10008.1.2.4.70': 'JPEG Lossless, First-Order Prediction',
  '1.2.840.10008.1.2.4.80': 'JPEG-LS Lossless',
  '1.2.840.10008.1.2.4.81': 'JPEG-LS Near-Lossless',
  '1.2.840.10008.1.2.4.90': 'JPEG 2000 Lossless',
  '1.2.840.10008.1.2.4.91': 'JPEG 2000',
  '1.2.840.10008.1.2.4.110': 'JPEG XL Lossless',
  '1.2.840.10008.1.2.4.111': 'JPEG XL JPEG Recompression',
  '1.2.840.10008.1.2.4.112': 'JPEG XL',
  '1.2.840.10008.1.2.4.201': 'High-Throughput JPEG 2000 Lossless',
  '1.2.840.10008.1.2.4.202': 'High-Throughput JPEG 2000 Lossless RPCL',
  '1.2.840.10008.1.2.4.203': 'High-Throughput JPEG 2000',
  '1.2.840.10008.1.2.5': 'RLE Lossless',
};

/** @throws ImageFileError that names the transfer syntax, where pixels are compressed */
export function transferSyntaxOf(uid: string): TransferSyntax {
  const known = Object.hasOwn(uncompressed, uid) ? uncompressed[uid] : undefined;
  if (known) return known;
  const name = Object.hasOwn(compressed, uid) ? `${compressed[uid]} (${uid})` : `"${uid}"`;
  throw new ImageFileError(
    `is DICOM in transfer syntax ${name}, expected an uncompressed one (convert with "dcmdjpeg" or "gdcmconv --raw")`,
  );
}
