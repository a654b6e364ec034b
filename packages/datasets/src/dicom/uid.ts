import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * A unique identifier from a UUID (PS3.5, B.2; ISO/IEC 9834-8): `2.25.` and the UUID as one decimal number. The UUID is made of what
 * it names: the first 128 bits of the SHA-256 of the parts, marked as version 8 (RFC 9562, 5.8). Equal parts give equal identifiers.
 */
export function uidOf(...parts: readonly string[]): string {
  const uuid = digestOf(parts).slice(0, 16);
  uuid[6] = (uuid[6]! & 0x0f) | 0x80;
  uuid[8] = (uuid[8]! & 0x3f) | 0x80;
  return `2.25.${BigInt(`0x${bytesToHex(uuid)}`)}`;
}

/** Sixteen hexadecimal digits from the SHA-256 of the parts. */
export function shortIdOf(...parts: readonly string[]): string {
  return bytesToHex(digestOf(parts)).slice(0, 16);
}

/** As JSON, so that no two lists of parts run together. */
function digestOf(parts: readonly string[]): Uint8Array {
  return sha256(utf8ToBytes(JSON.stringify(parts)));
}
