import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parseThreshold, UsageError } from './arguments.ts';
import { type CompareOptions, compareResults } from './compare.ts';
import { readResults } from './readResults.ts';
import { reportComparison } from './reportComparison.ts';
import type { Results } from './results.ts';

/** `roentgan bench compare FILE BASELINE [--threshold PART] [--relative]`: the table on stdout; 1 where a contender is slower beyond noise and threshold. */
export function runCompare(args: readonly string[]): number {
  const { now, baseline, ...options } = parse(args);
  return printComparison(readResultFile(now), readResultFile(baseline), options);
}

/** Prints how results stand to earlier ones, and returns the exit code. */
export function printComparison(now: Results, before: Results, options: CompareOptions): number {
  const compared = compareResults(now, before, options);
  process.stdout.write(reportComparison(compared, now, before, options));
  return compared.comparisons.some(({ isRegression }) => isRegression) ? 1 : 0;
}

export function readResultFile(path: string): Results {
  if (!existsSync(path)) throw new Error(`${path} is missing, expected a result file of roentgan bench`);
  return readResults(readFileSync(path, 'utf8'), path);
}

function parse(args: readonly string[]): { now: string; baseline: string } & Required<CompareOptions> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { threshold: { type: 'string' }, relative: { type: 'boolean' } },
    });
    const [now, baseline, ...more] = positionals;
    if (now === undefined || baseline === undefined || more.length > 0) {
      throw new Error(`${positionals.length} files, expected 2: the results and their baseline`);
    }
    return {
      now,
      baseline,
      threshold: parseThreshold(values.threshold),
      relative: values.relative === true,
    };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`bench compare: ${(error as Error).message}`);
  }
}
