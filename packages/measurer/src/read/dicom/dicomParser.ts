import parser, { type ByteArrayParser, type ByteStream, type DataSet, type Element } from 'dicom-parser';

/** What of the package is used: more than its own declarations list. */
interface DicomParser {
  readonly littleEndianByteArrayParser: ByteArrayParser;
  readonly bigEndianByteArrayParser: ByteArrayParser;
  readonly ByteStream: new (order: ByteArrayParser, bytes: Uint8Array, position: number) => ByteStream;
  readonly DataSet: new (
    order: ByteArrayParser,
    bytes: Uint8Array,
    elements: Record<string, Element>,
  ) => DataSet;
  readPart10Header(bytes: Uint8Array): DataSet;
  parseDicomDataSetExplicit(into: DataSet, from: ByteStream, end: number, options: Until): void;
  parseDicomDataSetImplicit(into: DataSet, from: ByteStream, end: number, options: Until): void;
}

/** Reading stops behind the header of this element. */
interface Until {
  readonly untilTag: string;
}

/** It is CommonJS, all of which is the default export. */
export const dicomParser = parser as unknown as DicomParser;
