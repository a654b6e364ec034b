import type { ChunkWriter, DatasetWriter, FinishedImage } from '../formats/datasetFormat.ts';
import type { DatasetImage } from '../formats/format.ts';
import type { DatasetPlan } from '../plan/datasetPlan.ts';
import type { PlannedImage } from '../plan/plannedImage.ts';
import type { Finisher } from './finishImage.ts';
import type { ImageSource } from './imageSource.ts';
import type { Journal } from './journal.ts';
import { runAhead } from './runAhead.ts';

export interface ChunkWork {
  readonly plan: DatasetPlan;
  readonly source: ImageSource;
  readonly finisher: Finisher;
  readonly writer: DatasetWriter;
  readonly journal: Journal;
  readonly batch: number;
  readonly stop: AbortSignal | undefined;
  onImage(): void;
}

/**
 * Makes chunks in this order. The generator goes on while images are finished and written, across the ends of chunks too; how far
 * it may be ahead bounds the memory.
 */
export async function makeChunks(work: ChunkWork, chunks: readonly number[]): Promise<void> {
  const { finisher, batch } = work;
  const finished = runAhead(
    generated(work, chunks),
    async ({ planned, image }) => ({ ...planned, ...(await finisher.finish(image)) }),
    finisher.ahead + batch,
  );
  const state: { open?: ChunkWriter } = {};
  try {
    await writeChunks(work, finished, state);
  } finally {
    await state.open?.leave?.();
  }
}

async function writeChunks(
  { plan, source, writer, journal, onImage }: ChunkWork,
  images: AsyncIterable<FinishedImage>,
  state: { open?: ChunkWriter },
): Promise<void> {
  let hashes: string[] = [];
  for await (const image of images) {
    const chunk = Math.floor(image.index / plan.settings.chunk);
    state.open ??= await writer.openChunk(chunk);
    await state.open.add(image);
    hashes.push(image.sha256);
    onImage();
    if (image.index + 1 < plan.bounds(chunk)[1]) continue;
    const files = await state.open.close();
    await journal.add({ chunk, adapter: source.adapter, images: hashes, files });
    delete state.open;
    hashes = [];
  }
}

/** Images of chunks one after the other; none of a chunk that is begun after the signal to stop. */
async function* generated(
  { plan, source, batch, stop }: ChunkWork,
  chunks: readonly number[],
): AsyncGenerator<{ readonly planned: PlannedImage; readonly image: DatasetImage }> {
  for (const chunk of chunks) {
    if (stop?.aborted) return;
    const [start, end] = plan.bounds(chunk);
    for (let first = start; first < end; first += batch) {
      const planned = Array.from({ length: Math.min(batch, end - first) }, (_, at) => plan.image(first + at));
      const images = await source.make(planned);
      for (const [at, image] of images.entries()) yield { planned: planned[at]!, image };
    }
  }
}
