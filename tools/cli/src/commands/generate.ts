import { type Model, readModel } from '@roentgan/gan-runtime/model-file';
import { parseArguments } from '../arguments.ts';
import { contactSheet } from '../contactSheet.ts';
import { UsageError } from '../errors.ts';
import { imageFileName, manifestEntry, type Origin, sheetPng, signedPng } from '../generatedFiles.ts';
import { checkMix, readMix } from '../mixOption.ts';
import { readModelSource } from '../modelSource.ts';
import { openGenerator } from '../openGenerator.ts';
import { LARGEST_SEED, type PlannedImage, planImages, resolveEdits, resolveLabels } from '../planImages.ts';
import { progressBar } from '../progress.ts';
import { readRunOptions, runOptions } from '../runOptions.ts';
import { readSampling, resolveSampling, samplingOptions } from '../samplingOptions.ts';
import { sheetRows } from '../sheetRows.ts';
import { type AskedSigning, readSigning, signingOptions } from '../signingOptions.ts';
import { stageOutput } from '../stageOutput.ts';

/** Most images made in one call of the runtime. */
const BATCH = 8;
const MOST_IMAGES = 1_000_000;

/** `roentgan generate`: PNGs, manifest.jsonl and a contact sheet in one folder, all of them or none. */
export async function generate(args: readonly string[]): Promise<number> {
  const parsed = parseArguments(
    args,
    {
      model: { type: 'string' },
      seed: { type: 'string' },
      count: { type: 'string' },
      label: { type: 'string', multiple: true },
      edit: { type: 'string', multiple: true },
      truncation: { type: 'string' },
      mix: { type: 'string' },
      ...samplingOptions,
      ...runOptions,
      ...signingOptions,
      out: { type: 'string' },
      json: { type: 'boolean' },
    },
    { names: [], required: 0, instead: '--model FILE' },
  );
  const seed = parsed.integer('seed', 0, LARGEST_SEED) ?? 0;
  const count = parsed.integer('count', 1, MOST_IMAGES) ?? 1;
  const truncation = parsed.number('truncation', 0, 1);
  const mix = readMix(parsed);
  const asked = readSampling(parsed);
  const running = readRunOptions(parsed);
  const folder = parsed.text('out') ?? 'out';
  const [labels, edits] = [parsed.pairs('label'), parsed.pairs('edit')];
  const signing = await readSigning(parsed);

  const source = await readModelSource(parsed.text('model'));
  refuseImageless(readModel(source.bytes, source.path).graph, source.path);
  await using generator = await openGenerator(source, running);
  const { model } = generator;
  if (truncation !== undefined && !model.truncation) throw new UsageError('--truncation: the model has none');
  checkMix(mix, model);
  const sampling = resolveSampling(asked, model.sampler);
  const origin: Origin = {
    source,
    generator,
    ...(edits.size > 0 && { edits: resolveEdits(edits, [...model.edits, ...model.directions]) }),
    ...(truncation !== undefined && { truncation }),
    ...(mix && { mix }),
    sampling,
  };
  const plan = planImages(
    { seed, count, labels: resolveLabels(labels, model.labels) },
    model.labels,
    model.sampler,
  );
  const manifest = await writeImages(origin, plan, folder, signing);

  const images = count === 1 ? '1 image' : `${count} images`;
  process.stdout.write(
    parsed.flag('json')
      ? `${JSON.stringify({ folder, images: manifest })}\n`
      : `${images}, manifest.jsonl and contact-sheet.png in ${folder}\n`,
  );
  return 0;
}

/** Models that start from an image, or give none, are for `roentgan run`. */
function refuseImageless({ inputs, outputs }: Model['graph'], path: string): void {
  const image = inputs.find(({ kind }) => kind === 'image');
  const isDrawn = outputs.some(({ channels }) => channels !== 'raw');
  if (!image && isDrawn) return;
  const found = isDrawn ? `makes images from the image "${image!.name}"` : 'makes no images';
  const example = `roentgan run ${path} ${inputs.map(({ name }) => `--input ${name}=FILE.npy`).join(' ')} --output ${outputs.at(-1)!.name}=FILE.npy`;
  throw new UsageError(
    `${path}: ${found}, expected a model that makes them from seeds; for this one: ${example}`,
  );
}

async function writeImages(
  origin: Origin,
  plan: readonly PlannedImage[],
  folder: string,
  asked: AskedSigning | undefined,
): Promise<object[]> {
  const { source, generator, edits, truncation, mix, sampling } = origin;
  const settings = {
    ...(edits && { edits }),
    ...(truncation !== undefined && { truncation }),
    ...(mix && { mix }),
    ...sampling,
  };
  await using staged = await stageOutput(folder);
  const manifest: object[] = [];
  const rows = sheetRows();
  const { steps = 1 } = sampling;
  const progress = progressBar(sampling.sampler ? 'steps' : 'images', plan.length * steps);
  try {
    for (const batch of batches(plan)) {
      const seeds = batch.map((image) => image.seed);
      const made = manifest.length * steps;
      const images = await generator.generate({
        seeds,
        labels: batch[0]!.labels,
        ...settings,
        onProgress: ({ done }) => progress.update(made + done),
      });
      for (const [index, image] of images.entries()) {
        const { labels, row } = batch[index]!;
        const file = imageFileName(source, labels, image.seed);
        await staged.write(file, await signedPng(image, origin, asked?.signing));
        rows.add(row, { width: image.width, height: image.height, rgba: image.rgba });
        manifest.push(manifestEntry(file, image, origin));
      }
    }
  } finally {
    progress.end();
  }
  await staged.write('manifest.jsonl', manifest.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  if (rows.left > 0) process.stderr.write(`contact-sheet.png leaves ${rows.left} images out\n`);
  await staged.write(
    'contact-sheet.png',
    await sheetPng(contactSheet(rows.rows()), plan[0]!.seed, origin, asked?.signing),
  );
  await staged.commit();
  return manifest;
}

/** Runs of images with the same labels, at most `BATCH` long. */
function* batches(plan: readonly PlannedImage[]): Iterable<PlannedImage[]> {
  let batch: PlannedImage[] = [];
  for (const image of plan) {
    const same = JSON.stringify(image.labels) === JSON.stringify(batch[0]?.labels);
    if (batch.length > 0 && (!same || batch.length === BATCH)) {
      yield batch;
      batch = [];
    }
    batch.push(image);
  }
  yield batch;
}
