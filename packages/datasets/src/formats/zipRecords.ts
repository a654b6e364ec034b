/**
 * Records of a zip whose files are stored as they are, as APPNOTE.TXT 6.3.10 (PKWARE) has them; the numbers in comments are its
 * sections. Why not a library: client-zip and fflate write a zip in one go and keep what its directory needs until then, so that
 * nothing of it outlives a killed process, and fflate has no zip64, which 65,536 files need.
 */

/** What the directory of a zip says of one file. */
export interface ZipEntry {
  /** ASCII, `/` between folders. */
  readonly name: string;
  readonly crc32: number;
  /** In bytes, below 4 GiB. */
  readonly size: number;
  /** Where its local header begins in the zip. */
  readonly offset: number;
}

/** Where a value does not fit its field, which then says: see the zip64 record. */
const FULL_16 = 0xffff;
const FULL_32 = 0xffffffff;
/** 1980-01-01, the first day that the format knows: no clock is read. */
const DATE = 0x0021;
/** 2.0 is the least that knows folders in names, 4.5 knows zip64 (4.4.3). */
const VERSION = 20;
const VERSION_ZIP64 = 45;
/** Made on Unix (4.4.2), so that readers take the mode from the external attributes. */
const MADE_BY_UNIX = 3 << 8;
const REGULAR_FILE_0644 = 0o100644;

/** A file as it stands in a zip: local header (4.3.7), name; its bytes follow. */
export function localHeader({ name, crc32, size }: Omit<ZipEntry, 'offset'>): Uint8Array<ArrayBuffer> {
  const encoded = encodeName(name);
  if (size >= FULL_32) throw new RangeError(`zip: ${name} is ${size} bytes, expected less than 4 GiB`);
  const { view, bytes } = record(30 + encoded.length, 0x04034b50);
  view.setUint16(4, VERSION, true);
  view.setUint16(12, DATE, true);
  view.setUint32(14, crc32, true);
  view.setUint32(18, size, true);
  view.setUint32(22, size, true);
  view.setUint16(26, encoded.length, true);
  bytes.set(encoded, 30);
  return bytes;
}

/** A file in the directory (4.3.12), with its offset in a zip64 field (4.5.3) where that is past 4 GiB. */
export function directoryRecord({ name, crc32, size, offset }: ZipEntry): Uint8Array<ArrayBuffer> {
  const encoded = encodeName(name);
  const isFar = offset >= FULL_32;
  const { view, bytes } = record(46 + encoded.length + (isFar ? 12 : 0), 0x02014b50);
  view.setUint16(4, MADE_BY_UNIX | (isFar ? VERSION_ZIP64 : VERSION), true);
  view.setUint16(6, isFar ? VERSION_ZIP64 : VERSION, true);
  view.setUint16(14, DATE, true);
  view.setUint32(16, crc32, true);
  view.setUint32(20, size, true);
  view.setUint32(24, size, true);
  view.setUint16(28, encoded.length, true);
  view.setUint16(30, isFar ? 12 : 0, true);
  view.setUint32(38, REGULAR_FILE_0644 * 0x10000, true);
  view.setUint32(42, isFar ? FULL_32 : offset, true);
  bytes.set(encoded, 46);
  if (isFar) {
    view.setUint16(46 + encoded.length, 1, true);
    view.setUint16(48 + encoded.length, 8, true);
    view.setBigUint64(50 + encoded.length, BigInt(offset), true);
  }
  return bytes;
}

/** What stands behind the directory: its end (4.3.16), and before that zip64's record and locator (4.3.14, 4.3.15) where they are needed. */
export function directoryEnd(directory: {
  readonly files: number;
  /** Where the directory begins, and its length in bytes. */
  readonly offset: number;
  readonly size: number;
}): Uint8Array<ArrayBuffer> {
  const { files, offset, size } = directory;
  const isLarge = files >= FULL_16 || offset >= FULL_32 || size >= FULL_32;
  const { view, bytes } = record(22, 0x06054b50);
  view.setUint16(8, Math.min(files, FULL_16), true);
  view.setUint16(10, Math.min(files, FULL_16), true);
  view.setUint32(12, Math.min(size, FULL_32), true);
  view.setUint32(16, Math.min(offset, FULL_32), true);
  return isLarge ? joined(zip64End(files, offset, size), bytes) : bytes;
}

function zip64End(files: number, offset: number, size: number): Uint8Array<ArrayBuffer> {
  const end = record(56, 0x06064b50);
  end.view.setBigUint64(4, 44n, true);
  end.view.setUint16(12, MADE_BY_UNIX | VERSION_ZIP64, true);
  end.view.setUint16(14, VERSION_ZIP64, true);
  end.view.setBigUint64(24, BigInt(files), true);
  end.view.setBigUint64(32, BigInt(files), true);
  end.view.setBigUint64(40, BigInt(size), true);
  end.view.setBigUint64(48, BigInt(offset), true);
  const locator = record(20, 0x07064b50);
  locator.view.setBigUint64(8, BigInt(offset + size), true);
  locator.view.setUint32(16, 1, true);
  return joined(end.bytes, locator.bytes);
}

function record(length: number, signature: number): { view: DataView; bytes: Uint8Array<ArrayBuffer> } {
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, signature, true);
  return { view, bytes };
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Names are ASCII, so that no reader has to guess an encoding. */
function encodeName(name: string): Uint8Array {
  if (!/^[\x20-\x7e]{1,65535}$/.test(name)) throw new RangeError(`zip: file name "${name}", expected ASCII`);
  return new TextEncoder().encode(name);
}
