import type { DataSet } from 'dicom-parser';
import { ImageFileError } from '../imageFileError.ts';
import { dicomParser as parser } from './dicomParser.ts';
import { PREAMBLE_BYTES } from './isDicom.ts';
import { transferSyntaxOf } from './transferSyntax.ts';

/** The elements of a file up to its pixels. */
export interface DicomFile {
  readonly elements: DataSet;
  readonly isBigEndian: boolean;
  /** Where the pixels begin, and how many bytes the file says they have. */
  readonly pixels: {
    readonly offset: number;
    readonly length: number;
    /** Whether they are words, whatever a sample's bits. */
    readonly areWords: boolean;
  };
}

const PIXEL_DATA = 'x7fe00010';
/**
 * What stands before the pixels is read up to here. A radiograph needs a few kilobytes; the limit keeps a file of nothing but tiny
 * elements from filling the memory with them.
 */
const MOST_HEADER_BYTES = 4 << 20;

/**
 * Reads a file of PS3.10 as far as its pixels, without copying them.
 * @throws ImageFileError where the file is damaged, compressed or has no pixels
 */
export function parseDicomFile(bytes: Uint8Array): DicomFile {
  try {
    const start = endOfMeta(bytes);
    const meta = parser.readPart10Header(bytes.subarray(0, start));
    const uid = meta.string('x00020010');
    if (!uid) throw new ImageFileError('is DICOM without a transfer syntax, expected (0002,0010)');
    const { isExplicit, isBigEndian } = transferSyntaxOf(uid);

    const header = bytes.subarray(0, MOST_HEADER_BYTES);
    const order = isBigEndian ? parser.bigEndianByteArrayParser : parser.littleEndianByteArrayParser;
    const elements = new parser.DataSet(order, header, {});
    const stream = new parser.ByteStream(order, header, start);
    const parse = isExplicit ? parser.parseDicomDataSetExplicit : parser.parseDicomDataSetImplicit;
    parse(elements, stream, header.length, { untilTag: PIXEL_DATA });
    return { elements, isBigEndian, pixels: pixelsOf(elements, bytes) };
  } catch (error) {
    if (error instanceof ImageFileError) throw error;
    const where = bytes.length > MOST_HEADER_BYTES ? ` in its first ${MOST_HEADER_BYTES >> 20} MiB` : '';
    throw new ImageFileError(`is DICOM that is damaged or cut short${where} (${reasonOf(error)})`, {
      cause: error,
    });
  }
}

/** Behind the meta information, whose first element is its length (PS3.10, 7.1). */
function endOfMeta(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const first = PREAMBLE_BYTES + 4;
  if (bytes.length < first + 12)
    throw new ImageFileError('is DICOM that is cut short, expected its meta information');
  const isLength = view.getUint32(first, true) === 0x00000002 && view.getUint16(first + 6, true) === 4;
  const end = first + 12 + view.getUint32(first + 8, true);
  if (isLength && end <= bytes.length) return end;
  const found = isLength ? `${end - first - 12} bytes in ${bytes.length}` : 'none';
  throw new ImageFileError(`is DICOM whose meta information has a length of ${found}, expected (0002,0000)`);
}

function pixelsOf(elements: DataSet, { length: fileLength }: Uint8Array): DicomFile['pixels'] {
  const element = elements.elements[PIXEL_DATA];
  if (!element) {
    const where = fileLength > MOST_HEADER_BYTES ? ` in its first ${MOST_HEADER_BYTES >> 20} MiB` : '';
    throw new ImageFileError(`is DICOM without pixel data${where}, expected (7FE0,0010)`);
  }
  if (element.hadUndefinedLength)
    throw new ImageFileError(
      'is DICOM with encapsulated pixels in an uncompressed transfer syntax, expected their length',
    );
  return { offset: element.dataOffset, length: element.length, areWords: element.vr === 'OW' };
}

/** The parser throws errors, strings and objects that hold one of them. */
function reasonOf(error: unknown): string {
  const inner = error instanceof Object && 'exception' in error ? error.exception : error;
  const text = inner instanceof Error ? inner.message : String(inner);
  return text
    .replace(/^dicomParser[.:]/, '')
    .replace(/\s+/g, ' ')
    .trim();
}
