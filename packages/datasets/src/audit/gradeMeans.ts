/** The grade of images that state none. */
export const UNGRADED = -1;

/** Means of vectors by grade. */
export class GradeMeans {
  readonly #sums = new Map<number, { count: number; values: Float64Array }>();

  /** The means of several sets together. */
  static joined(parts: readonly GradeMeans[]): GradeMeans {
    const joined = new GradeMeans();
    for (const part of parts) {
      for (const [grade, count] of part.counts) joined.addMean(grade, part.of(grade)!, count);
    }
    return joined;
  }

  add(grade: number | undefined, values: ArrayLike<number>): void {
    this.addMean(grade ?? UNGRADED, values, 1);
  }

  /** The mean of `count` vectors. */
  addMean(grade: number, values: ArrayLike<number>, count: number): void {
    let sum = this.#sums.get(grade);
    if (!sum) {
      sum = { count: 0, values: new Float64Array(values.length) };
      this.#sums.set(grade, sum);
    }
    sum.count += count;
    for (let at = 0; at < values.length; at++) sum.values[at]! += values[at]! * count;
  }

  get counts(): ReadonlyMap<number, number> {
    return new Map([...this.#sums].map(([grade, { count }]) => [grade, count]));
  }

  /** The mean of one grade's; `undefined` where there are none. */
  of(grade: number): number[] | undefined {
    const sum = this.#sums.get(grade);
    return sum && Array.from(sum.values, (value) => value / sum.count);
  }

  /** The mean over all, whatever their grade. */
  all(): number[] {
    return this.mixed(this.counts);
  }

  /** The means of the grades, mixed by these weights; grades that are missing here are left out. */
  mixed(weights: ReadonlyMap<number, number>): number[] {
    const parts = [...weights].flatMap(([grade, weight]) => {
      const mean = this.of(grade);
      return mean && weight > 0 ? [{ mean, weight }] : [];
    });
    const total = parts.reduce((sum, { weight }) => sum + weight, 0);
    return (parts[0]?.mean ?? []).map((_, at) =>
      parts.reduce((sum, { mean, weight }) => sum + (mean[at]! * weight) / total, 0),
    );
  }
}
