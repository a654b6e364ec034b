import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { WrittenFile } from '../formats/datasetFormat.ts';
import type { Folder } from './folder.ts';

/** SHA-256, hexadecimal, by the platform. */
export async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return bytesToHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

/** SHA-256 of bytes that come piece by piece, hexadecimal; the platform has none for that. */
export function growingSha256() {
  const hash = sha256.create();
  return {
    update(bytes: Uint8Array): void {
      hash.update(bytes);
    },
    digest: (): string => bytesToHex(hash.digest()),
  };
}

/** Writes a file whole and says what it is. */
export async function writeFile(
  folder: Folder,
  path: string,
  content: Uint8Array<ArrayBuffer> | string,
): Promise<WrittenFile> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  await folder.write(path, bytes);
  return { path, bytes: bytes.length, sha256: await sha256Of(bytes) };
}
