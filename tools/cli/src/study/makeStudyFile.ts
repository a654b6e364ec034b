import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import {
  makeStudy,
  type Study,
  type SyntheticSource,
  sourceModel,
  writeStudy,
} from '@roentgan/datasets/study';
import { type ParsedArguments, parseArguments } from '../arguments.ts';
import { UsageError } from '../errors.ts';
import { readModelSource } from '../modelSource.ts';
import { openGenerator } from '../openGenerator.ts';
import { progressBar } from '../progress.ts';
import { readRunOptions, runOptions } from '../runOptions.ts';
import { writeWhole } from '../writeWhole.ts';
import { folderCandidates } from './folderCandidates.ts';
import { makeOptions, readMakeOptions } from './makeOptions.ts';

/** Grades of a study whose images all come from folders, unless `--classes` names others. */
const kellgrenLawrence = '0,1,2,3,4';

/** `roentgan study make REAL -o STUDY`: draws the images of a study and writes its file. */
export async function makeStudyFile(args: readonly string[]): Promise<number> {
  const parsed = parseArguments(
    args,
    {
      ...makeOptions,
      grades: { type: 'string' },
      generated: { type: 'string' },
      classes: { type: 'string' },
      model: { type: 'string' },
      truncation: { type: 'string' },
      ...runOptions,
      json: { type: 'boolean' },
    },
    { names: ['REAL'], required: 1 },
  );
  const [folder] = parsed.positionals;
  const out = parsed.text('out');
  if (!out) throw new UsageError('-o STUDY is missing, expected where the study is written');
  const asked = await readMakeOptions(parsed);
  const { grades, synthetic } = await readSynthetic(parsed);
  const real = await folderCandidates(folder!, grades, parsed.text('grades'));
  if (real.candidates.length === 0)
    throw new Error(
      `${folder}: none of its ${real.ungraded} images has a grade, expected folders named ${grades.join(', ')}, or --grades FILE`,
    );
  if (real.ungraded + real.others > 0)
    process.stderr.write(
      `${folder}: left out ${real.ungraded} images without a grade and ${real.others} other files\n`,
    );
  const bar = progressBar(
    'files',
    real.candidates.length + ('files' in synthetic ? synthetic.files.length : 0),
  );
  const salt = randomBytes(16).toString('hex');
  let study: Study;
  try {
    study = await makeStudy({ ...asked, salt, grades, real: real.candidates, synthetic }, (done) =>
      bar.update(done),
    );
  } finally {
    bar.end();
  }
  await writeWhole(out, writeStudy(study));
  process.stdout.write(
    parsed.flag('json') ? `${JSON.stringify(factsOf(out, study))}\n` : describe(out, study),
  );
  return 0;
}

async function readSynthetic(
  parsed: ParsedArguments,
): Promise<{ readonly grades: readonly string[]; readonly synthetic: SyntheticSource }> {
  const generated = parsed.text('generated');
  const wrong = (generated === undefined ? ['classes'] : ['model', 'truncation', 'backend', 'threads']).find(
    (name) => parsed.text(name) !== undefined,
  );
  if (wrong) {
    const why = generated === undefined ? 'goes with --generated FOLDER' : 'has no use with --generated';
    throw new UsageError(`--${wrong} ${why}`);
  }
  if (generated !== undefined) {
    const grades = (parsed.text('classes') ?? kellgrenLawrence).split(',').map((name) => name.trim());
    const { candidates } = await folderCandidates(generated, grades);
    return { grades, synthetic: { files: candidates } };
  }
  const source = await readModelSource(parsed.text('model'));
  const truncation = parsed.number('truncation', 0, 1);
  await using generator = await openGenerator(source, { ...readRunOptions(parsed), quiet: true });
  const file = { name: basename(source.path), sha256: source.sha256 };
  const { grades, ...synthetic } = await sourceModel(generator, file, truncation);
  return { grades, synthetic };
}

function factsOf(out: string, study: Study) {
  const { images, grades, width, height, repeats, protocol, model } = study;
  const qualities = images.flatMap(({ origin, jpegQuality }) =>
    origin === 'synthetic' ? [jpegQuality ?? null] : [],
  );
  return {
    study: out,
    real: images.filter(({ origin }) => origin === 'real').length,
    synthetic: images.filter(({ origin }) => origin === 'synthetic').length,
    ...{ grades, width, height, repeats: repeats.length, confidence: protocol.confidence },
    syntheticJpegQualities: [...new Set(qualities)],
    model: model?.name ?? null,
  };
}

function describe(out: string, study: Study): string {
  const { real, synthetic, width, height, grades, repeats, syntheticJpegQualities } = factsOf(out, study);
  const jpeg = syntheticJpegQualities.map((quality) =>
    quality === null ? 'no JPEG' : `JPEG of quality ${quality}`,
  );
  return [
    `${out}: ${real} real and ${synthetic} synthetic images of ${grades.length} grades, ${width}x${height}, ${repeats} shown twice`,
    `synthetic images go through ${jpeg.join(', ')}`,
    `next: roentgan study serve ${out}`,
    '',
  ].join('\n');
}
