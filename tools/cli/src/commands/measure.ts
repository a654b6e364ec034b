import { join } from 'node:path';
import type { Classifier } from '@roentgan/measurer';
import { type ParsedArguments, parseArguments } from '../arguments.ts';
import { errorLine, UsageError } from '../errors.ts';
import { type CsvFile, openCsv } from '../measure/csvFile.ts';
import {
  describeReport,
  failedRow,
  reportColumns,
  reportJson,
  reportRow,
} from '../measure/describeReport.ts';
import { type ImageFile, listImageFiles, overlayEnding } from '../measure/imageFiles.ts';
import { type ImageReport, measureImage } from '../measure/measureImage.ts';
import { classifierOptions, readClassifierChoice } from '../measure/measureOptions.ts';
import { openGradeClassifier } from '../measure/openGradeClassifier.ts';
import { overlayPng } from '../measure/overlayPng.ts';
import { sideChoices } from '../measure/side.ts';
import { progressBar } from '../progress.ts';
import { readRunOptions, runOptions } from '../runOptions.ts';
import { writeWhole } from '../writeWhole.ts';

/**
 * `roentgan measure`: what images show, one line each. An image that cannot be measured is one line on stderr, the others are
 * measured all the same, and the exit code is 1. Images are read one at a time.
 */
export async function measure(args: readonly string[]): Promise<number> {
  const parsed = parseArguments(
    args,
    {
      ...classifierOptions,
      side: { type: 'string' },
      csv: { type: 'string' },
      overlay: { type: 'string' },
      ...runOptions,
      json: { type: 'boolean' },
      lines: { type: 'boolean' },
    },
    { names: ['IMAGE'], required: 1, more: true },
  );
  const side = parsed.choice('side', sideChoices) ?? 'auto';
  const json = parsed.flag('json');
  const lines = parsed.flag('lines');
  if (lines && !json) throw new UsageError('--lines goes with --json, which is missing');
  const choice = readClassifierChoice(parsed);
  const running = readRunOptions(parsed);
  const overlay = parsed.text('overlay');
  const files = await listImageFiles(parsed.positionals);
  const drawings = overlay === undefined ? undefined : drawingPaths(files, overlay);

  await using classifier = await openGradeClassifier(choice, running);
  await using csv = await openTable(parsed, classifier);
  const failed = await measureAll(files, json, {
    classifier,
    csv,
    side,
    lines,
    draw: async (file, report) => {
      const path = drawings?.get(file);
      if (path !== undefined) await writeWhole(path, await overlayPng(report));
    },
  });
  await csv?.commit();
  if (failed === 0) return 0;
  if (files.length > 1)
    process.stderr.write(`roentgan measure: ${failed} of ${files.length} could not be measured\n`);
  return 1;
}

interface Tools {
  readonly classifier: Classifier;
  readonly csv: CsvFile | undefined;
  readonly side: (typeof sideChoices)[number];
  /** Whether JSON has the lines, too. */
  readonly lines: boolean;
  draw(file: ImageFile, report: ImageReport): Promise<void>;
}

/** Measures each image and reports it at once; returns how many could not be. */
async function measureAll(files: readonly ImageFile[], json: boolean, tools: Tools): Promise<number> {
  const { classifier, csv, side, lines, draw } = tools;
  const { classNames } = classifier;
  const columns = reportColumns(classNames).length;
  const progress = progressBar('images', files.length);
  let failed = 0;
  try {
    for (const [index, file] of files.entries()) {
      let report: ImageReport;
      try {
        if (file.problem !== undefined) throw new Error(`${file.path}: ${file.problem}`);
        report = await measureImage(file.path, side, classifier);
      } catch (error) {
        const line = errorLine(error);
        progress.end();
        process.stderr.write(`roentgan measure: ${line}\n`);
        if (json) process.stdout.write(`${JSON.stringify({ file: file.path, error: line })}\n`);
        await csv?.write(failedRow(file.path, line, columns));
        progress.update(index + 1);
        failed++;
        continue;
      }
      await draw(file, report);
      await csv?.write(reportRow(report));
      progress.end();
      process.stdout.write(
        `${json ? JSON.stringify(reportJson(report, { lines })) : describeReport(report, classNames)}\n`,
      );
      progress.update(index + 1);
    }
  } finally {
    progress.end();
  }
  return failed;
}

async function openTable(parsed: ParsedArguments, { classNames }: Classifier): Promise<CsvFile | undefined> {
  const path = parsed.text('csv');
  return path === undefined ? undefined : openCsv(path, reportColumns(classNames));
}

/** Where each image's drawing goes; refused where two would have one name. */
function drawingPaths(files: readonly ImageFile[], folder: string): Map<ImageFile, string> {
  const byName = new Map<string, ImageFile>();
  const paths = new Map<ImageFile, string>();
  for (const file of files) {
    const path = join(folder, `${file.stem}${overlayEnding}`);
    const other = byName.get(path);
    if (other && file.problem === undefined) {
      throw new UsageError(`--overlay: ${other.path} and ${file.path} would both be drawn as ${path}`);
    }
    byName.set(path, file);
    paths.set(file, path);
  }
  return paths;
}
