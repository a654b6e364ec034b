export interface RocPoint {
  /** Share of negatives and of positives that are rated at least as high. */
  readonly falsePositives: number;
  readonly truePositives: number;
}

export interface Roc {
  /** From (0, 0) to (1, 1), a point a threshold. */
  readonly points: readonly RocPoint[];
  /** NaN where one of the two kinds is missing. */
  readonly auc: number;
  readonly standardError: number;
  readonly low: number;
  readonly high: number;
}

const NORMAL_975 = 1.959963984540054;

/**
 * The ROC curve of ratings and the area under it (the share of pairs in which the positive is rated higher, ties counting half), with
 * the standard error of DeLong, DeLong and Clarke-Pearson (Biometrics 44, 1988) and the 95 % interval that it gives, cut at 0 and 1.
 * Where the two kinds do not overlap the error is 0 and the interval says nothing.
 */
export function rocCurve(positives: readonly number[], negatives: readonly number[]): Roc {
  const thresholds = [...new Set([...positives, ...negatives])].sort((one, other) => other - one);
  const above = (values: readonly number[], threshold: number) =>
    values.filter((value) => value >= threshold).length / values.length;
  const points = [
    { falsePositives: 0, truePositives: 0 },
    ...thresholds.map((threshold) => ({
      falsePositives: above(negatives, threshold),
      truePositives: above(positives, threshold),
    })),
  ];
  const wins = (positive: number, negative: number) =>
    positive > negative ? 1 : positive === negative ? 0.5 : 0;
  const ofPositives = positives.map((positive) =>
    mean(negatives.map((negative) => wins(positive, negative))),
  );
  const ofNegatives = negatives.map((negative) =>
    mean(positives.map((positive) => wins(positive, negative))),
  );
  const auc = mean(ofPositives);
  const standardError = Math.sqrt(
    variance(ofPositives) / positives.length + variance(ofNegatives) / negatives.length,
  );
  const reach = NORMAL_975 * standardError;
  return { points, auc, standardError, low: Math.max(0, auc - reach), high: Math.min(1, auc + reach) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of a sample: over n - 1. */
function variance(values: readonly number[]): number {
  const middle = mean(values);
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
}
