import { DatasetError } from '../datasetError.ts';
import type { DatasetFormat } from '../formats/datasetFormat.ts';
import type { DatasetPlan } from '../plan/datasetPlan.ts';
import type { DatasetSettings } from '../plan/datasetSettings.ts';
import { planDataset } from '../plan/planDataset.ts';
import type { ChunkRange } from '../shard/dealChunks.ts';
import { finishDataset, MODEL_CARD } from './finishDataset.ts';
import type { Finisher } from './finishImage.ts';
import type { Folder } from './folder.ts';
import type { ImageSource } from './imageSource.ts';
import { makeChunks } from './makeChunks.ts';
import { forgetLostChunks, openJournal } from './openJournal.ts';

/** Images of one call of the generator where the caller says nothing. */
const BATCH = 8;

export interface ExportJob {
  readonly settings: DatasetSettings;
  readonly format: DatasetFormat;
  readonly folder: Folder;
  readonly source: ImageSource;
  readonly finisher: Finisher;
  /** Text of MODEL-CARD.md. */
  readonly modelCard: string;
  /** Images that are generated in one call; changes no byte. */
  readonly batch?: number;
  /** The chunks of a shard, `to` is behind the last. The dataset is not finished then: merging the shards does that. */
  readonly shard?: ChunkRange;
  /** Stops behind the chunk that is being made. */
  readonly stop?: AbortSignal;
  /** Images that are written, of those that this job is for. */
  onProgress?(progress: { readonly done: number; readonly total: number }): void;
}

export interface ExportResult {
  /** Images that are there, of how many this job is for. */
  readonly done: number;
  readonly total: number;
  /** Images that this run made. */
  readonly made: number;
  /** Chunks of an earlier run of which files were gone or cut; they were made again. */
  readonly lostChunks: number;
}

/**
 * Makes a dataset, or goes on with one that was stopped or killed: chunk by chunk, each noted in the journal when all its files are
 * there, so that no image is lost or there twice. Whatever the batch, the threads and the interruptions, the bytes are the same.
 * @throws DatasetError where the folder cannot be written or holds something else; what is written by then stays and is gone on with
 */
export async function exportDataset(job: ExportJob): Promise<ExportResult> {
  const { settings, format, folder } = job;
  const plan = planDataset(settings);
  const { from, to } = job.shard ?? { from: 0, to: plan.chunks };
  const wanted = Array.from({ length: to - from }, (_, at) => from + at);
  const journal = await openJournal(folder, settings, job.shard);
  const lostChunks = await forgetLostChunks(folder, journal);
  const missing = wanted.filter((chunk) => !journal.has(chunk));
  // Somebody took a damaged line out of the journal of a finished export.
  if (missing.length > 0 && journal.finished) await journal.forget(new Set());
  const total = imagesOf(plan, wanted);
  const before = total - imagesOf(plan, missing);
  const noted = () =>
    imagesOf(
      plan,
      wanted.filter((chunk) => journal.has(chunk)),
    );
  let written = before;
  try {
    if (!journal.finished) {
      await folder.write(MODEL_CARD, job.modelCard);
      const writer = await format.open(folder, plan);
      const onImage = () => {
        written++;
        job.onProgress?.({ done: written, total });
      };
      await makeChunks(
        { ...job, plan, writer, journal, batch: job.batch ?? BATCH, stop: job.stop, onImage },
        missing,
      );
      if (!job.shard && noted() === total) await finishDataset(folder, format, plan, journal, writer);
    }
  } catch (error) {
    const { message } = error as Error;
    const state = `${noted()} of ${total} images are there, the same command goes on with them`;
    throw new DatasetError(`${message.split('\n', 1)[0]}; ${state}`, { cause: error });
  }
  return { done: noted(), total, made: noted() - before, lostChunks };
}

function imagesOf(plan: DatasetPlan, chunks: readonly number[]): number {
  return chunks.reduce((sum, chunk) => {
    const [start, end] = plan.bounds(chunk);
    return sum + end - start;
  }, 0);
}
