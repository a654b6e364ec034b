import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';

/** Reads one field at the reader's position; false where it is not one it knows. */
export type FieldReader = (field: number, reader: BinaryReader, wire: WireType) => boolean;

/** Walks the fields of one protobuf message; unknown ones are skipped. Values are views, nothing is copied. */
export function readMessage(bytes: Uint8Array, readField: FieldReader): void {
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag();
    const start = reader.pos;
    if (!readField(field, reader, wire)) reader.skip(wire, field);
    if (reader.pos > reader.len) throw new RangeError(`field ${field} at byte ${start} runs past the end`);
  }
}

/** An int64 as a number; sizes and indices are exact, INT64_MAX ("to the end") is near enough. */
export function readInteger(reader: BinaryReader): number {
  return Number(reader.int64());
}

/** A repeated int64 or int32 field, packed or not. */
export function readIntegers(reader: BinaryReader, wire: WireType, into: number[]): true {
  if (wire !== WireType.LengthDelimited) {
    into.push(readInteger(reader));
    return true;
  }
  const packed = new BinaryReader(reader.bytes());
  while (packed.pos < packed.len) into.push(readInteger(packed));
  if (packed.pos > packed.len) throw new RangeError('a packed list of integers runs past its end');
  return true;
}

/** A repeated float field, packed or not. */
export function readFloats(reader: BinaryReader, wire: WireType, into: number[]): true {
  if (wire !== WireType.LengthDelimited) {
    into.push(reader.float());
    return true;
  }
  const bytes = reader.bytes();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 4 <= bytes.length; at += 4) into.push(view.getFloat32(at, true));
  return true;
}

/** A repeated float or double field as its little-endian bytes: packed ones are a view, others are appended. */
export function readFixed(
  reader: BinaryReader,
  wire: WireType,
  size: 4 | 8,
  before: Uint8Array | undefined,
): Uint8Array {
  const bytes = wire === WireType.LengthDelimited ? reader.bytes() : reader.skip(wire);
  if (bytes.length % size !== 0)
    throw new RangeError(`${bytes.length} bytes are no list of ${size}-byte values`);
  if (before === undefined) return bytes;
  const joined = new Uint8Array(before.length + bytes.length);
  joined.set(before);
  joined.set(bytes, before.length);
  return joined;
}
