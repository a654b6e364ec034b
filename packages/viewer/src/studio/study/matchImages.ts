import { fileHash, type Study } from '@roentgan/datasets/study';
import type { FolderFile } from './folderFiles.ts';

/** Files of a study by the hash that it states. */
export type FoundFiles = Map<string, FolderFile>;

/** Hashes of all files that the study needs. */
export function neededHashes({ images }: Study): string[] {
  return images.flatMap(({ source }) => ('hash' in source ? [source.hash] : []));
}

/**
 * Looks for the study's files among those given, by their content; adds them to `found` and stops when all are there. A file that
 * cannot be read is passed over.
 */
export async function matchFiles(
  study: Study,
  files: readonly FolderFile[],
  found: FoundFiles,
  onProgress: (done: number) => void,
): Promise<void> {
  const needed = new Set(neededHashes(study));
  for (const [at, file] of files.entries()) {
    if (found.size === needed.size) return;
    const bytes = await file.read().catch(() => undefined);
    const hash = bytes && fileHash(bytes, study.salt);
    if (hash && needed.has(hash)) found.set(hash, file);
    if (at % 20 === 0) onProgress(at + 1);
  }
}
