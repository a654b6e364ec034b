import { DatasetError } from '../datasetError.ts';
import type { WrittenFile } from '../formats/datasetFormat.ts';
import type { DatasetSettings } from '../plan/datasetSettings.ts';
import type { ChunkRange } from '../shard/dealChunks.ts';
import { settingsDifferences } from './compareSettings.ts';
import type { Folder } from './folder.ts';
import { Journal } from './journal.ts';

/**
 * The journal of an export: a new one in an empty folder, or that of an export with the same settings which goes on.
 * @throws DatasetError for a folder with something else in it, a damaged journal, or other settings, with what differs
 */
export async function openJournal(
  folder: Folder,
  settings: DatasetSettings,
  shard?: ChunkRange,
): Promise<Journal> {
  const journal = await Journal.read(folder);
  if (!journal) {
    const others = await folder.list();
    if (others.length === 0) return Journal.create(folder, settings, shard);
    const files =
      others.length === 1 ? `the file ${others[0]}` : `${others.length} files such as ${others[0]}`;
    throw new DatasetError(`the folder holds ${files} and no journal of an export, expected an empty folder`);
  }
  const differences = settingsDifferences(journal.settings, settings);
  const [there, here] = [chunksText(journal.shard), chunksText(shard)];
  if (there !== here) differences.push(`${there} there, ${here} here`);
  if (differences.length === 0) return journal;
  throw new DatasetError(
    `the folder holds an export with other settings (${differences.join('; ')}), expected the same or another folder`,
  );
}

/**
 * Forgets the chunks of which a file is gone or has another length: somebody removed it, or the machine went down before it had
 * reached the disk. Chunks without files of their own lie in a file of the whole dataset and are lost with it.
 * @returns how many
 */
export async function forgetLostChunks(folder: Folder, journal: Journal): Promise<number> {
  const isLost = async ({ path, bytes }: WrittenFile) => (await folder.size(path)) !== bytes;
  const endIsLost = await some(journal.finished ?? [], isLost);
  const lost = new Set<number>();
  for (const chunk of journal.chunks) {
    const { files } = await journal.chunk(chunk);
    if (files.length === 0 ? endIsLost : await some(files, isLost)) lost.add(chunk);
  }
  if (lost.size > 0 || endIsLost) await journal.forget(lost);
  return lost.size;
}

async function some<Item>(items: readonly Item[], test: (item: Item) => Promise<boolean>): Promise<boolean> {
  for (const item of items) if (await test(item)) return true;
  return false;
}

function chunksText(shard: ChunkRange | undefined): string {
  return shard ? `chunks ${shard.from} up to ${shard.to}` : 'all chunks';
}
