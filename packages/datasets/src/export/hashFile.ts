import type { Folder } from './folder.ts';
import { growingSha256 } from './wholeFile.ts';

const SLICE = 8 * 1024 * 1024;

/**
 * Length and SHA-256 (hexadecimal) of a file of any length, read slice by slice: WebCrypto hashes only what is in memory as a whole.
 * @throws Error where there is no such file
 */
export async function hashFile(folder: Folder, path: string): Promise<{ bytes: number; sha256: string }> {
  const bytes = await folder.size(path);
  if (bytes === undefined) throw new Error(`${path}: no such file`);
  const hash = growingSha256();
  for (let at = 0; at < bytes; at += SLICE) {
    hash.update((await folder.read(path, at, Math.min(bytes, at + SLICE)))!);
  }
  return { bytes, sha256: hash.digest() };
}
