import { CholeskyDecomposition, Matrix } from 'ml-matrix';

export interface LinearFit {
  /** Attribute x feature, in standard deviations of the attribute. */
  readonly coefficients: Matrix;
  readonly means: readonly number[];
  readonly deviations: readonly number[];
  /** Share of each attribute's variance that the features explain, on the samples themselves. */
  readonly explained: readonly number[];
}

/** Least squares of attributes on features, gathered sample by sample: memory does not grow with their number. */
export class NormalEquations {
  readonly #products: Matrix;
  readonly #crossed: Matrix;
  readonly #sums: Float64Array;
  readonly #squares: Float64Array;
  #origin: readonly number[] | undefined;
  count = 0;

  constructor(features: number, attributes: number) {
    this.#products = Matrix.zeros(features, features);
    this.#crossed = Matrix.zeros(features, attributes);
    this.#sums = new Float64Array(attributes);
    this.#squares = new Float64Array(attributes);
  }

  add(features: ArrayLike<number>, values: readonly number[]): void {
    // Values are taken from the first sample's, so that squares lose no digits to a large mean.
    this.#origin ??= values;
    this.count++;
    for (let row = 0; row < features.length; row++) {
      const feature = features[row]!;
      if (feature === 0) continue;
      for (let column = 0; column <= row; column++) {
        this.#products.set(row, column, this.#products.get(row, column) + feature * features[column]!);
      }
      for (const [at, value] of values.entries()) {
        const moved = this.#crossed.get(row, at) + feature * (value - this.#origin[at]!);
        this.#crossed.set(row, at, moved);
      }
    }
    for (const [at, value] of values.entries()) {
      const centred = value - this.#origin[at]!;
      this.#sums[at]! += centred;
      this.#squares[at]! += centred * centred;
    }
  }

  /** @param ridge is added to the mean square of each feature */
  solve(ridge: number): LinearFit {
    const { count } = this;
    const features = this.#products.rows;
    const symmetric = Matrix.zeros(features, features);
    for (let row = 0; row < features; row++)
      for (let column = 0; column <= row; column++) {
        const value = this.#products.get(row, column) + (row === column ? ridge * count : 0);
        symmetric.set(row, column, value);
        symmetric.set(column, row, value);
      }
    const solution = new CholeskyDecomposition(symmetric).solve(this.#crossed);
    const centredMeans = Array.from(this.#sums, (sum) => sum / count);
    const deviations = centredMeans.map((mean, at) =>
      Math.sqrt(Math.max(0, this.#squares[at]! / count - mean * mean)),
    );
    const coefficients = solution.transpose();
    deviations.forEach((deviation, at) => {
      if (deviation > 0) coefficients.mulRow(at, 1 / deviation);
    });
    // With the ridge next to nothing, the residual's square is y'y - b'X'y.
    const explained = deviations.map((deviation, at) => {
      const fitted = solution.getColumnVector(at).transpose().mmul(this.#crossed.getColumnVector(at));
      const residual = (this.#squares[at]! - fitted.get(0, 0)) / count;
      return deviation > 0 ? 1 - residual / (deviation * deviation) : 0;
    });
    return {
      coefficients,
      means: centredMeans.map((mean, at) => mean + this.#origin![at]!),
      deviations,
      explained,
    };
  }
}
