import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { readModel, writeModel } from '@roentgan/gan-runtime/model-file';
import { parseArguments } from '../arguments.ts';
import { UsageError } from '../errors.ts';
import { readModelSource } from '../modelSource.ts';
import { openGenerator } from '../openGenerator.ts';
import { LARGEST_SEED } from '../planImages.ts';
import { readRunOptions, runOptions } from '../runOptions.ts';
import { writeWhole } from '../writeWhole.ts';
import { describeVerdicts } from './describeVerdicts.ts';
import { kneeMeasures, kneeTargets } from './kneeMeasures.ts';
import { readLearned } from './readLearned.ts';
import { openClassifierOf, readMix, searchOptions } from './searchOptions.ts';
import { stageProgress } from './stageProgress.ts';

/** More would make seeds that are not safe integers possible. */
const lastSeed = LARGEST_SEED - 1e9;

/** `roentgan edits find MODEL -o MODEL2`: the model with named edits in place of those it had; written only when all went well. */
export async function findModelEdits(args: readonly string[]): Promise<number> {
  const parsed = parseArguments(
    args,
    {
      output: { type: 'string', short: 'o' },
      learned: { type: 'string' },
      samples: { type: 'string' },
      starts: { type: 'string' },
      rounds: { type: 'string' },
      seed: { type: 'string' },
      ...searchOptions,
      ...runOptions,
      json: { type: 'boolean' },
    },
    { names: ['MODEL'], required: 1 },
  );
  const [path] = parsed.positionals as [string];
  const output = parsed.text('output');
  if (output === undefined) throw new UsageError('-o MODEL.safetensors is missing');
  if (!output.endsWith('.safetensors'))
    throw new UsageError(`-o is "${output}", expected a name that ends in .safetensors`);
  if (resolve(output) === resolve(path)) throw new UsageError(`-o is the model itself, ${path}`);
  const numbers = Object.entries({
    samples: parsed.integer('samples', 10, 10_000_000),
    starts: parsed.integer('starts', 2, 100_000),
    rounds: parsed.integer('rounds', 0, 20),
    seed: parsed.integer('seed', 0, lastSeed),
  }).filter(([, value]) => value !== undefined);
  const running = readRunOptions(parsed);
  const source = await readModelSource(path);
  const model = readModel(source.bytes, path);
  const mix = readMix(parsed, model.graph);
  const learnedPath = parsed.text('learned');
  const learned = learnedPath === undefined ? undefined : await readLearned(learnedPath);
  const targets = kneeTargets(model.graph).filter(
    ({ edit }) => !learned || learned.some((direction) => direction.edit === edit),
  );

  await using classifier = await openClassifierOf(parsed, running);
  const { findEdits } = await import('@roentgan/edit-finder');
  const progress = stageProgress();
  let quiet = false;
  const found = await findEdits({
    model,
    measures: kneeMeasures(classifier),
    targets,
    learned,
    mix,
    ...Object.fromEntries(numbers),
    onProgress: progress.onProgress,
    // The model is opened anew for each set of edits that is tried: what runs it is said once.
    async open(candidate) {
      const bytes = writeModel(candidate);
      const opened = await openGenerator({ ...source, bytes }, { ...running, quiet });
      quiet = true;
      return opened;
    },
  }).finally(progress.end);
  const bytes = writeModel(found.model);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await writeWhole(output, bytes);
  const { verdicts, fit } = found;
  process.stdout.write(
    parsed.flag('json')
      ? `${JSON.stringify({ output, sha256, bytes: bytes.length, verdicts, fit })}\n`
      : `${describeVerdicts(verdicts)}${output}: ${verdicts.length} edits, fitted on ${fit.measured} images (${fit.unmeasured} could not be measured)\n`,
  );
  return 0;
}
