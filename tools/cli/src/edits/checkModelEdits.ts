import { createHash } from 'node:crypto';
import { readModel } from '@roentgan/gan-runtime/model-file';
import { parseArguments } from '../arguments.ts';
import { readModelSource } from '../modelSource.ts';
import { openGenerator } from '../openGenerator.ts';
import { LARGEST_SEED } from '../planImages.ts';
import { readRunOptions, runOptions } from '../runOptions.ts';
import { writeWhole } from '../writeWhole.ts';
import { describeVerdicts } from './describeVerdicts.ts';
import { editsReport } from './editsReport.ts';
import { kneeMeasures, presentTargets } from './kneeMeasures.ts';
import { openClassifierOf, readMix, searchOptions } from './searchOptions.ts';
import { stageProgress } from './stageProgress.ts';

/**
 * `roentgan edits check MODEL`: asked change against measured change. Exit code 1 where an edit does not keep to the limits, after
 * everything was written.
 */
export async function checkModelEdits(args: readonly string[]): Promise<number> {
  const parsed = parseArguments(
    args,
    {
      seeds: { type: 'string' },
      seed: { type: 'string' },
      ...searchOptions,
      json: { type: 'string' },
      report: { type: 'string' },
      ...runOptions,
    },
    { names: ['MODEL'], required: 1 },
  );
  const count = parsed.integer('seeds', 2, 100_000) ?? 200;
  const first = parsed.integer('seed', 0, LARGEST_SEED - count) ?? 0;
  const running = readRunOptions(parsed);
  const [json, report] = [parsed.text('json'), parsed.text('report')];
  const source = await readModelSource(parsed.positionals[0]);
  const { graph } = readModel(source.bytes, source.path);
  const targets = presentTargets(graph, source.path);
  const mix = readMix(parsed, graph);

  await using classifier = await openClassifierOf(parsed, running);
  await using generator = await openGenerator(source, running);
  const { checkEdits, editLimits } = await import('@roentgan/edit-finder');
  const progress = stageProgress();
  const measures = kneeMeasures(classifier);
  const { onProgress } = progress;
  const check = await checkEdits({
    generator,
    measures,
    targets,
    mix,
    seeds: count,
    first,
    onProgress,
  }).finally(progress.end);
  const modelSha256 = createHash('sha256').update(source.bytes).digest('hex');
  const facts = { model: source.path, modelSha256, classifier: classifier.name, limits: editLimits };
  if (json !== undefined) await writeWhole(json, `${JSON.stringify({ ...facts, ...check }, undefined, 1)}\n`);
  if (report !== undefined) await writeWhole(report, editsReport(check, facts));
  process.stdout.write(describeVerdicts(check.verdicts));
  const failed = check.verdicts.filter(({ passes }) => !Object.values(passes).every(Boolean));
  if (failed.length === 0) return 0;
  process.stderr.write(
    `roentgan edits check: ${failed.length} of ${check.verdicts.length} edits do not keep to the limits: ${failed.map(({ edit }) => edit).join(', ')}\n`,
  );
  return 1;
}
