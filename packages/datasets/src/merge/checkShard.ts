import { DatasetError } from '../datasetError.ts';
import type { ExportCheck } from '../export/checkExport.ts';
import type { Folder } from '../export/folder.ts';
import { JOURNAL, type Journal } from '../export/journal.ts';
import { unfinishedZip } from '../formats/styleGanZip.ts';
import { planDataset } from '../plan/planDataset.ts';
import { ShardReader } from './shardReader.ts';

/** Reads every image of a shard back and compares it with the shard's journal, as a merge does. */
export async function checkShard(
  folder: Folder,
  journal: Journal,
  onProgress?: (progress: { readonly done: number; readonly total: number }) => void,
): Promise<ExportCheck> {
  const plan = planDataset(journal.settings);
  const { from, to } = journal.shard ?? { from: 0, to: plan.chunks };
  const total = Math.min(plan.settings.count, to * plan.settings.chunk) - from * plan.settings.chunk;
  const reader = new ShardReader(folder, plan, journal);
  const problems: string[] = [];
  const files = new Set(
    plan.settings.format === 'stylegan' && from < to ? [unfinishedZip(plan.settings)] : [],
  );
  let images = 0;
  for (let chunk = from; chunk < to; chunk++) {
    const [start, end] = plan.bounds(chunk);
    if (!journal.has(chunk)) {
      problems.push(`${JOURNAL}: images ${start} to ${end - 1} are not made, the same command makes them`);
      continue;
    }
    for (const { path } of (await journal.chunk(chunk)).files) files.add(path);
    try {
      for await (const _ of reader.images(chunk)) images++;
    } catch (error) {
      if (!(error instanceof DatasetError)) throw error;
      problems.push(error.message);
    }
    onProgress?.({ done: images, total });
  }
  return { images, files: files.size, problems };
}
