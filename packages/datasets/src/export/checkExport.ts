import type { WrittenFile } from '../formats/datasetFormat.ts';
import { loadFormat } from '../formats/formats.ts';
import { checkShard } from '../merge/checkShard.ts';
import { planDataset } from '../plan/planDataset.ts';
import type { Folder } from './folder.ts';
import { hashFile } from './hashFile.ts';
import { JOURNAL, Journal } from './journal.ts';
import { sha256Of } from './wholeFile.ts';

/** Files up to this many bytes are read at once, which the platform hashes faster than slices can be. */
const AT_ONCE = 2 ** 26;

export interface ExportCheck {
  readonly images: number;
  readonly files: number;
  /** One line each; empty where everything is as it was written. */
  readonly problems: readonly string[];
}

/**
 * Compares a finished export, or a shard of one, with its journal: that no image is missing, that every file is there with the bytes that were written, and
 * that there is no other file of the kinds that it wrote.
 * @throws DatasetError where the journal is damaged
 */
export async function checkExport(
  folder: Folder,
  onProgress?: (progress: { readonly done: number; readonly total: number }) => void,
): Promise<ExportCheck> {
  const journal = await Journal.read(folder);
  if (!journal) {
    return { images: 0, files: 0, problems: [`${JOURNAL}: no such file, expected the journal of an export`] };
  }
  if (journal.shard) return checkShard(folder, journal, onProgress);
  const plan = planDataset(journal.settings);
  const { count } = journal.settings;
  const format = await loadFormat(journal.settings.format);
  const problems: string[] = [];
  const known = new Set([JOURNAL]);
  let images = 0;
  const check = async (files: readonly WrittenFile[]) => {
    for (const file of files) {
      if (known.has(file.path)) problems.push(`${file.path}: is noted twice`);
      known.add(file.path);
      const fault = await fileFault(folder, file);
      if (fault) problems.push(`${file.path}: ${fault}`);
    }
  };
  for (const chunk of journal.chunks) {
    const entry = await journal.chunk(chunk);
    await check(entry.files);
    images += entry.images.length;
    onProgress?.({ done: images, total: count });
  }
  if (journal.finished) await check(journal.finished);
  if (images !== count) problems.push(`${JOURNAL}: notes ${images} images, expected ${count}`);
  else if (!journal.finished)
    problems.push(`${JOURNAL}: the export is not finished, the same command finishes it`);
  if (journal.finished) problems.push(...(await addedFiles(folder, known)));
  if (problems.length === 0) {
    problems.push(...((await format.check?.(folder, plan, () => journal.records(plan))) ?? []));
  }
  return { images, files: known.size, problems };
}

/** Files of the kinds that were written which are none of them; before the end, those of a chunk in hand would be among them. */
async function addedFiles(folder: Folder, known: ReadonlySet<string>): Promise<string[]> {
  const kinds = new Set([...known].map(extensionOf));
  const added = (await folder.list()).filter((path) => !known.has(path) && kinds.has(extensionOf(path)));
  return added.sort().map((path) => `${path}: was not written by this export`);
}

async function fileFault(folder: Folder, { path, bytes, sha256 }: WrittenFile): Promise<string | undefined> {
  const size = await folder.size(path);
  if (size === undefined) return 'is missing';
  if (size !== bytes) return `has ${size} bytes, expected ${bytes}`;
  const isSmall = bytes <= AT_ONCE;
  const found = isSmall ? await sha256Of((await folder.read(path))!) : (await hashFile(folder, path)).sha256;
  return found === sha256 ? undefined : `has SHA-256 ${found}, expected ${sha256}`;
}

function extensionOf(path: string): string {
  return path.slice(path.lastIndexOf('.'));
}
