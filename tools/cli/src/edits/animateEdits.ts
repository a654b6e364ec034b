import { type Edit, editReach, type Generator, provenanceXmp } from '@roentgan/gan-runtime';
import { parseArguments } from '../arguments.ts';
import { shrink, type Tile } from '../contactSheet.ts';
import { UsageError } from '../errors.ts';
import { type ModelSource, readModelSource } from '../modelSource.ts';
import { openGenerator } from '../openGenerator.ts';
import { LARGEST_SEED, resolveLabels } from '../planImages.ts';
import { progressBar } from '../progress.ts';
import { readRunOptions, runOptions } from '../runOptions.ts';
import { stageOutput } from '../stageOutput.ts';
import { version } from '../version.ts';
import { encodeAnimation } from './animation.ts';
import { captioned } from './captioned.ts';

const DELAY = 120;

/** `roentgan edits animate MODEL -o DIR`: a GIF of each edit over its range, all of them or none. */
export async function animateEdits(args: readonly string[]): Promise<number> {
  const parsed = parseArguments(
    args,
    {
      output: { type: 'string', short: 'o' },
      seed: { type: 'string' },
      label: { type: 'string', multiple: true },
      frames: { type: 'string' },
      truncation: { type: 'string' },
      'max-kb': { type: 'string' },
      ...runOptions,
    },
    { names: ['MODEL'], required: 1 },
  );
  const folder = parsed.text('output');
  if (folder === undefined) throw new UsageError('-o DIR is missing');
  const seed = parsed.integer('seed', 0, LARGEST_SEED) ?? 0;
  const count = parsed.integer('frames', 2, 100) ?? 11;
  const maxBytes = 1000 * (parsed.integer('max-kb', 10, 100_000) ?? 400);
  const truncation = parsed.number('truncation', 0, 1);
  const source = await readModelSource(parsed.positionals[0]);
  await using generator = await openGenerator(source, readRunOptions(parsed));
  const { model } = generator;
  if (truncation !== undefined && !model.truncation) throw new UsageError('--truncation: the model has none');
  if (model.edits.length === 0)
    throw new Error(`${source.path}: has no edits, expected some (roentgan edits find)`);
  const labels = resolveLabels(parsed.pairs('label'), model.labels);
  const start = { seed, labels, ...(truncation !== undefined && { truncation }) };
  await using staged = await stageOutput(folder);
  const progress = progressBar('edits', model.edits.length);
  for (const [done, edit] of model.edits.entries()) {
    progress.update(done);
    const frames = await framesOf(generator, edit, count, start);
    const xmp = xmpOf(generator, source, seed, labels);
    await staged.write(`${fileStem(edit)}.gif`, encodeAnimation(frames, { delay: DELAY, maxBytes, xmp }));
  }
  progress.end();
  await staged.commit();
  process.stdout.write(`${model.edits.length} animations in ${folder}\n`);
  return 0;
}

async function framesOf(
  generator: Generator,
  edit: Edit,
  count: number,
  start: { readonly seed: number; readonly labels: Readonly<Record<string, number>> },
): Promise<Tile[]> {
  const [low, high] = editReach(generator.model.graph, edit, classOf(generator, edit, start.labels));
  const frames: Tile[] = [];
  for (let at = 0; at < count; at++) {
    const amount = low + ((high - low) * at) / (count - 1);
    const { width, height, rgba } = await generator.generate({ ...start, edits: { [edit.name]: amount } });
    const digits = high - low < 2 ? 2 : 1;
    const said = `${edit.name} ${amount > 0 ? '+' : ''}${amount.toFixed(digits)}`.replace(/-(0\.0+)$/, '$1');
    frames.push(captioned(shrink({ width, height, rgba }), said));
  }
  return frames;
}

/** The class that an edit's label has without it. */
function classOf({ model }: Generator, { label }: Edit, labels: Readonly<Record<string, number>>): number {
  if (!label) return 0;
  return labels[label.tensor] ?? model.labels.find(({ name }) => name === label.tensor)!.default;
}

function xmpOf(
  generator: Generator,
  source: ModelSource,
  seed: number,
  labels: Readonly<Record<string, number>>,
): string {
  const { name, provenance } = generator.model;
  return provenanceXmp({
    creatorTool: `Roentgan ${version()}`,
    seed,
    labels,
    modelHash: source.sha256,
    ...(name !== undefined && { modelName: name }),
    ...(provenance.attribution !== undefined && { attribution: provenance.attribution }),
    ...(provenance.licence !== undefined && { licence: provenance.licence }),
  });
}

/** A name that any file system takes. */
function fileStem({ name }: Edit): string {
  return name.replace(/[^\p{L}\p{N}]+/gu, '-');
}
