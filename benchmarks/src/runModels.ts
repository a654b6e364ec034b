import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Arguments, parseArguments } from './arguments.ts';
import { benchmarksFolder } from './builtFolder.ts';
import { builtInModel, modelFromFile } from './preparedModel.ts';
import { reportMarkdown } from './report.ts';
import type { Results } from './results.ts';
import { printComparison, readResultFile } from './runCompare.ts';
import { isBrowser } from './runtimes.ts';
import { writeResults, writeWhole } from './writeResults.ts';

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Measures models and writes what was found; 1 where something could not be measured. */
export async function runModels(args: readonly string[]): Promise<number> {
  const parsed = parseArguments(args);
  const folder = parsed.out ? resolve(parsed.out) : join(benchmarksFolder, 'results');
  const copy = parsed.results === undefined ? undefined : resolve(parsed.results);
  // Before minutes of measuring, not after.
  for (const needed of [folder, ...(copy ? [dirname(copy)] : [])]) mkdirSync(needed, { recursive: true });
  const baseline = parsed.compare === undefined ? undefined : readResultFile(parsed.compare);
  // After each model, so that a run that is ended early leaves what it has measured.
  const results = await measure(parsed, (partly) => void writeResults(partly, folder));
  const report = reportMarkdown(results);
  process.stdout.write(parsed.json ? `${JSON.stringify(results, undefined, 2)}\n` : report);
  const written = writeResults(results, folder);
  if (copy) written.push(writeWhole(copy, report));
  for (const path of written) say(`wrote ${path}`);
  const compared = baseline ? printComparison(results, baseline, parsed) : 0;
  return results.failures.length === 0 ? compared : 1;
}

async function measure(parsed: Arguments, keep: (results: Results) => void): Promise<Results> {
  const { runs, warmup, pause, cold, tolerance, contenders, baseline, batches } = parsed;
  const settings = { runs, warmup, pause, cold, tolerance, batches, contenders, baseline };
  const models =
    parsed.files.length > 0
      ? parsed.files.map((path) => () => modelFromFile(path))
      : parsed.models.map((name) => () => builtInModel(name));
  // Browsers are driven by packages that the offline bundle does not have.
  if (isBrowser(parsed.runtime)) {
    const { benchmarkInBrowser } = await import('./browser/benchmarkInBrowser.ts');
    return benchmarkInBrowser(parsed, settings, models, say, keep);
  }
  const { benchmarkInProcesses } = await import('./node/benchmarkInProcesses.ts');
  return benchmarkInProcesses(parsed, settings, models, say, keep);
}
