import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';

// Not the browser's own digest: pages on plain HTTP, as in a clinic's network, have none.

/** SHA-256 in hex. */
export function sha256Hex(content: Uint8Array | string): string {
  return bytesToHex(sha256(typeof content === 'string' ? utf8ToBytes(content) : content));
}

/** What a study notes of a file instead of its name: HMAC-SHA-256 of its bytes, keyed with the study's salt; in hex. */
export function fileHash(bytes: Uint8Array, salt: string): string {
  return bytesToHex(hmac(sha256, hexToBytes(salt), bytes));
}
