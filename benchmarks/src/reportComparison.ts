import type { ComparedResults, CompareOptions, Comparison } from './compare.ts';
import type { Results } from './results.ts';
import { digits, markdownTable } from './table.ts';

/** A comparison as Markdown: what was measured when, the table, and one line that sums it up. */
export function reportComparison(
  { comparisons, unmatched }: ComparedResults,
  now: Results,
  before: Results,
  { threshold = 0, relative = false }: CompareOptions = {},
): string {
  const rows = comparisons.map(
    ({ model, contender, runsOn, before, now, ratio, interval, detectable, ...rest }) => [
      `${model}: ${contender}`,
      runsOn,
      digits(before),
      digits(now),
      digits(ratio),
      `${digits(interval[0])} to ${digits(interval[1])}`,
      `${percent(detectable)}`,
      verdictOf(rest),
    ],
  );
  const versions = ({ date, versions }: Results): string => `${date}, Roentgan ${versions.roentgan}`;
  return [
    `# Against a baseline\n`,
    `Now: ${versions(now)}. Before: ${versions(before)}. Medians of one image, ${relative ? `as ratios to ${now.settings.baseline} in the same round` : 'in milliseconds'}; the ratio is now to before, below 1 is faster, with its bootstrap 95 % interval. "Shows" is the smallest change that these samples could have shown.\n`,
    markdownTable(
      ['contender', 'runs on', 'before', 'now', 'ratio', '95 % interval', 'shows', 'verdict'],
      rows,
    ),
    ...(unmatched.length > 0 ? [`Not compared: ${unmatched.join('; ')}.\n`] : []),
    `${summaryOf(comparisons, threshold)}\n`,
  ].join('\n');
}

function verdictOf({ verdict, isRegression }: Pick<Comparison, 'verdict' | 'isRegression'>): string {
  if (isRegression) return '**slower**';
  return verdict === 'slower' ? 'slower, within the threshold' : verdict;
}

/** `1 slower, 2 faster, 3 without a difference`. */
export function summaryOf(comparisons: readonly Comparison[], threshold: number): string {
  const count = (verdict: Comparison['verdict']): number =>
    comparisons.filter((comparison) => comparison.verdict === verdict).length;
  const regressions = comparisons.filter(({ isRegression }) => isRegression).length;
  const beyond = threshold > 0 ? `, ${regressions} of them by more than ${percent(threshold)}` : '';
  return `**${count('slower')} slower${beyond}; ${count('faster')} faster; ${count('no difference')} without a difference beyond noise.**`;
}

function percent(part: number): string {
  return `${(100 * part).toFixed(1)} %`;
}
