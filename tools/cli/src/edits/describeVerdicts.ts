import type { Drift, EditVerdict } from '@roentgan/edit-finder';

/** One line for each edit. */
export function describeVerdicts(verdicts: readonly EditVerdict[]): string {
  return verdicts
    .map((verdict) => {
      const { edit, range, unit, monotone, slope, passes } = verdict;
      const worst = worstDrift(verdict);
      const failed = Object.entries(passes).flatMap(([name, passed]) => (passed ? [] : [name]));
      const parts = [
        `${edit}: ${range.join(' to ')} ${unit}`,
        `monotone ${percent(monotone)}`,
        `slope ${slope.toFixed(2)}`,
        worst ? `most drift ${percent(worst.mean)} (${worst.attribute})` : 'nothing else is measured',
        failed.length > 0 ? `FAILS ${failed.join(', ')}` : 'passes',
      ];
      return `${parts.join('; ')}\n`;
    })
    .join('');
}

/** The attribute that drifts most in the mean. */
export function worstDrift({ drifts }: EditVerdict): Drift | undefined {
  return drifts.toSorted((a, b) => Math.abs(b.mean) - Math.abs(a.mean))[0];
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(Math.abs(share) < 0.0995 ? 1 : 0)} %`;
}
