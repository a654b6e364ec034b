import { parseArguments } from '../arguments.ts';
import { contactSheet } from '../contactSheet.ts';
import { UsageError } from '../errors.ts';
import { bytesOf, imageFileName, manifestEntry, type Origin, sheetPng } from '../generatedFiles.ts';
import { readModelSource } from '../modelSource.ts';
import { openGenerator } from '../openGenerator.ts';
import { LARGEST_SEED, type PlannedImage, planImages, resolveEdits, resolveLabels } from '../planImages.ts';
import { progressBar } from '../progress.ts';
import { readRunOptions, runOptions } from '../runOptions.ts';
import { sheetRows } from '../sheetRows.ts';
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
      ...runOptions,
      out: { type: 'string' },
      json: { type: 'boolean' },
    },
    { names: [], required: 0 },
  );
  const seed = parsed.integer('seed', 0, LARGEST_SEED) ?? 0;
  const count = parsed.integer('count', 1, MOST_IMAGES) ?? 1;
  const truncation = parsed.number('truncation', 0, 1);
  const running = readRunOptions(parsed);
  const folder = parsed.text('out') ?? 'out';
  const [labels, edits] = [parsed.pairs('label'), parsed.pairs('edit')];

  const source = await readModelSource(parsed.text('model'));
  await using generator = await openGenerator(source, running);
  const { model } = generator;
  if (truncation !== undefined && !model.truncation) throw new UsageError('--truncation: the model has none');
  const origin: Origin = {
    source,
    generator,
    ...(edits.size > 0 && { edits: resolveEdits(edits, [...model.edits, ...model.directions]) }),
    ...(truncation !== undefined && { truncation }),
  };
  const plan = planImages({ seed, count, labels: resolveLabels(labels, model.labels) }, model.labels);
  const manifest = await writeImages(origin, plan, folder);

  const images = count === 1 ? '1 image' : `${count} images`;
  process.stdout.write(
    parsed.flag('json')
      ? `${JSON.stringify({ folder, images: manifest })}\n`
      : `${images}, manifest.jsonl and contact-sheet.png in ${folder}\n`,
  );
  return 0;
}

async function writeImages(origin: Origin, plan: readonly PlannedImage[], folder: string): Promise<object[]> {
  const { source, generator, edits, truncation } = origin;
  const settings = { ...(edits && { edits }), ...(truncation !== undefined && { truncation }) };
  await using staged = await stageOutput(folder);
  const manifest: object[] = [];
  const rows = sheetRows();
  const progress = progressBar('images', plan.length);
  try {
    for (const batch of batches(plan)) {
      const seeds = batch.map((image) => image.seed);
      const images = await generator.generate({ seeds, labels: batch[0]!.labels, ...settings });
      for (const [index, image] of images.entries()) {
        const { labels, row } = batch[index]!;
        const file = imageFileName(source, labels, image.seed);
        await staged.write(file, await bytesOf(await image.toPng()));
        rows.add(row, { width: image.width, height: image.height, rgba: image.rgba });
        manifest.push(manifestEntry(file, image, origin));
        progress.update(manifest.length);
      }
    }
  } finally {
    progress.end();
  }
  await staged.write('manifest.jsonl', manifest.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  if (rows.left > 0) process.stderr.write(`contact-sheet.png leaves ${rows.left} images out\n`);
  await staged.write('contact-sheet.png', await sheetPng(contactSheet(rows.rows()), plan[0]!.seed, origin));
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
