import { inverse, Matrix, SingularValueDecomposition } from 'ml-matrix';

/** Attributes whose gradients lie closer to each other than this are one: no direction could tell them apart. */
const worstCondition = 1e6;

/**
 * Latent directions, one column for each attribute: the shortest that moves it by one standard deviation and all others by
 * none, as far as the attributes are linear: D = B'(BB')^-1.
 * @param gradients attribute x latent, in standard deviations
 * @throws RangeError where attributes cannot be told apart
 */
export function leastNormDirections(gradients: Matrix, names: readonly string[]): Matrix {
  const gram = gradients.mmul(gradients.transpose());
  refuseEntangled(gram, names);
  return gradients.transpose().mmul(inverse(gram));
}

/** No combination is made longer than by this factor in one step: a weak response is mostly noise. */
const mostGrowth = 4;
/** Nor does a direction become longer than this many standard deviations of the latent for one of its attribute: images fall apart. */
const longest = 5;

/**
 * A Gauss-Newton step: combines directions so that their measured responses become one attribute each.
 * @param responses attribute x direction, in standard deviations; the identity where nothing is to be done
 */
export function correctedDirections(directions: Matrix, responses: Matrix): Matrix {
  const {
    leftSingularVectors: u,
    diagonal,
    rightSingularVectors: v,
  } = new SingularValueDecomposition(responses);
  const inverted = Matrix.diag(diagonal.map((value) => 1 / Math.max(value, 1 / mostGrowth)));
  const corrected = directions.mmul(v.mmul(inverted).mmul(u.transpose()));
  for (let at = 0; at < corrected.columns; at++) {
    const [before, length] = [directions, corrected].map((matrix) => lengthOf(matrix.getColumn(at)));
    // One that was longer is learned, with numbers of the latent that do nothing else.
    const most = before! > longest ? mostGrowth * before! : longest;
    if (length! > most) corrected.mulColumn(at, most / length!);
  }
  return corrected;
}

export function lengthOf(vector: ArrayLike<number>): number {
  return Math.hypot(...Array.from(vector));
}

/** Names the attributes that the weakest combination is made of. */
function refuseEntangled(matrix: Matrix, names: readonly string[]): void {
  const { condition, leftSingularVectors: vectors } = new SingularValueDecomposition(matrix);
  if (condition <= worstCondition) return;
  const weakest = vectors.getColumn(vectors.columns - 1).map(Math.abs);
  const involved = names.filter((_, at) => weakest[at]! > 0.3).map((name) => `"${name}"`);
  throw new RangeError(
    `the latent moves ${involved.join(' and ')} too little or only together with other attributes (condition ${condition.toPrecision(2)}), expected attributes that it moves one by one`,
  );
}

export function columnOf(matrix: Matrix, at: number): Float32Array<ArrayBuffer> {
  return Float32Array.from(matrix.getColumn(at));
}
