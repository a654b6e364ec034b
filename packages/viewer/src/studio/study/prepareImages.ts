import {
  type ShownImage,
  type Study,
  type StudyImage,
  sha256Hex,
  shownImage,
} from '@roentgan/datasets/study';
import { type Generator, loadGenerator } from '@roentgan/gan-runtime';
import { generatedRaster, readImage } from '@roentgan/measurer';
import type { FoundFiles } from './matchImages.ts';

/** Images by their ids. */
export type Prepared = ReadonlyMap<string, ShownImage>;

const BATCH = 8;

/**
 * Makes or decodes all images of a study before the first is shown: so none takes longer than another to appear, and no network is
 * needed after this. Real and synthetic ones take the same way from `shownImage` on.
 * @param model bytes of the study's model; absent where the study has none
 */
export async function prepareImages(
  study: Study,
  files: FoundFiles,
  model: Blob | undefined,
  onProgress: (done: number) => void,
): Promise<Prepared> {
  const prepared = new Map<string, ShownImage>();
  const { width, height } = study;
  const add = async (image: StudyImage, pixels: Parameters<typeof shownImage>[0]) => {
    const { jpegQuality } = image;
    const appearance = { width, height, ...(jpegQuality !== undefined && { jpegQuality }) };
    prepared.set(image.id, await shownImage(pixels, appearance));
    onProgress(prepared.size);
  };
  for (const image of study.images) {
    if (!('hash' in image.source)) continue;
    // The name is left out of messages: readers do not see names of files.
    const bytes = await files.get(image.source.hash)!.read();
    await add(image, await readImage(bytes, image.id));
  }
  if (!model) return prepared;
  const generator = await loadGenerator(model);
  try {
    for (const batch of batchesOf(study)) {
      const made = await generate(generator, study, batch);
      for (const [at, image] of batch.entries()) await add(image, generatedRaster(made[at]!));
    }
  } finally {
    generator.dispose();
  }
  return prepared;
}

/** @throws Error where the bytes are not the model that the study was made with */
export async function checkModel(study: Study, bytes: Uint8Array, where: string): Promise<void> {
  const found = sha256Hex(bytes);
  const expected = study.model!.sha256;
  if (found !== expected)
    throw new Error(
      `${where}: is another model than the study's (SHA-256 ${found.slice(0, 12)}..., expected ${expected.slice(0, 12)}...)`,
    );
}

async function generate(generator: Generator, { model }: Study, batch: readonly SeededImage[]) {
  const { label, truncation } = model!;
  return generator.generate({
    seeds: batch.map(({ source }) => source.seed),
    labels: { [label]: batch[0]!.grade },
    ...(truncation !== undefined && { truncation }),
  });
}

type SeededImage = StudyImage & { readonly source: { readonly seed: number } };

/** Runs of images with a seed and the same grade. */
function* batchesOf({ images, grades }: Study): Iterable<SeededImage[]> {
  const seeded = images.filter((image): image is SeededImage => 'seed' in image.source);
  for (const grade of grades.keys()) {
    const ofGrade = seeded.filter((image) => image.grade === grade);
    for (let at = 0; at < ofGrade.length; at += BATCH) yield ofGrade.slice(at, at + BATCH);
  }
}
