import { DatasetError } from '../datasetError.ts';
import { finishDataset, MODEL_CARD } from '../export/finishDataset.ts';
import type { Folder } from '../export/folder.ts';
import { JOURNAL, Journal } from '../export/journal.ts';
import { forgetLostChunks, openJournal } from '../export/openJournal.ts';
import type { DatasetWriter } from '../formats/datasetFormat.ts';
import { loadFormat } from '../formats/formats.ts';
import type { DatasetPlan } from '../plan/datasetPlan.ts';
import { planDataset } from '../plan/planDataset.ts';
import { checkShards } from './checkShards.ts';
import { ShardReader } from './shardReader.ts';

export interface MergeJob {
  /** The shards' folders, in any order, by the names that messages call them. */
  readonly shards: readonly { readonly name: string; readonly folder: Folder }[];
  /** Where the dataset goes. */
  readonly into: Folder;
  /** Images that are merged. */
  onProgress?(progress: { readonly done: number; readonly total: number }): void;
}

export interface MergeResult {
  readonly images: number;
  /** What computed them; pixels agree byte for byte only where that is one. */
  readonly adapters: readonly string[];
}

/** Shards that are together no dataset. */
export class ShardsError extends DatasetError {
  /** One line each. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems[0]!);
    this.problems = problems;
  }
}

interface OpenShard {
  readonly name: string;
  readonly folder: Folder;
  readonly journal: Journal;
}

/**
 * Makes one dataset of its shards, equal byte for byte to what one run would have made. Every image is read back and compared with
 * its shard's journal. A merge that was killed is gone on with.
 * @throws ShardsError where something is missing, there twice or of another dataset, before anything is written
 * @throws DatasetError where an image is not what was exported, or the folder cannot be written
 */
export async function mergeShards({ shards, into, onProgress }: MergeJob): Promise<MergeResult> {
  const opened = await Promise.all(shards.map(openShard));
  const plan = planDataset(opened[0]!.journal.settings);
  const problems = checkShards(opened, plan);
  if (problems.length > 0) throw new ShardsError(problems);

  const { settings } = plan;
  const format = await loadFormat(settings.format);
  const journal = await openJournal(into, settings);
  await forgetLostChunks(into, journal);
  if (!journal.finished) {
    await into.write(MODEL_CARD, await modelCardOf(opened));
    const writer = await format.open(into, plan);
    await joinChunks(opened, { plan, writer, journal, onProgress });
    await finishDataset(into, format, plan, journal, writer);
  }
  return { images: settings.count, adapters: journal.adapters };
}

async function openShard({ name, folder }: MergeJob['shards'][number]): Promise<OpenShard> {
  const journal = await Journal.read(folder).catch((error: Error) => {
    throw new DatasetError(`${name}: ${error.message}`);
  });
  if (journal) return { name, folder, journal };
  throw new DatasetError(`${name}: has no ${JOURNAL}, expected the folder of a shard`);
}

async function modelCardOf(shards: readonly OpenShard[]): Promise<Uint8Array<ArrayBuffer>> {
  for (const { folder } of shards) {
    const card = await folder.read(MODEL_CARD);
    if (card) return card;
  }
  throw new DatasetError(`${shards[0]!.name}: has no ${MODEL_CARD}, which each shard has`);
}

/** Writes the chunks in their order, each from the shard that has it, as an export does. */
async function joinChunks(
  shards: readonly OpenShard[],
  work: {
    readonly plan: DatasetPlan;
    readonly writer: DatasetWriter;
    readonly journal: Journal;
    readonly onProgress: MergeJob['onProgress'] | undefined;
  },
): Promise<void> {
  const { plan, writer, journal } = work;
  const owners = shards
    .flatMap((shard) => {
      const reader = new ShardReader(shard.folder, plan, shard.journal);
      return shard.journal.chunks.map((chunk) => ({ chunk, shard, reader }));
    })
    .sort((a, b) => a.chunk - b.chunk);
  for (const { chunk, shard, reader } of owners) {
    const [, end] = plan.bounds(chunk);
    if (!journal.has(chunk)) {
      const { adapter, images } = await shard.journal.chunk(chunk);
      const files = await joinChunk(await writer.openChunk(chunk), reader, chunk).catch((error: Error) => {
        throw error instanceof DatasetError ? new DatasetError(`${shard.name}: ${error.message}`) : error;
      });
      await journal.add({ chunk, adapter, images, files });
    }
    work.onProgress?.({ done: end, total: plan.settings.count });
  }
}

async function joinChunk(
  writer: Awaited<ReturnType<DatasetWriter['openChunk']>>,
  reader: ShardReader,
  chunk: number,
) {
  for await (const image of reader.images(chunk)) await writer.add(image);
  return writer.close();
}
