import { maxSlide, maxWiden, type SearchGrid, slideCost, widenCost } from './edgePath.ts';

/**
 * Scores that differ by this over a whole path make one e times as likely as the other. Neighbouring columns say nearly the same, so that their
 * sum is worth less than it seems.
 */
const edgeTemperature = 0.7;

/**
 * How likely each state of each column is, all paths from the first column to the last considered (sum-product over a chain, by forward and
 * backward passes): both edges are followed together, so that they cannot cross and neither jumps. `score` holds
 * `rows * gaps` values per column and is left as weights; a path is as likely as the exponential of its scores less what its moves cost. Where two paths are nearly as
 * good, both count, so that what is measured moves smoothly with the image where the best path alone would jump.
 * @returns like `score`, adding up to 1 in each column
 */
export function edgeLikelihoods(score: Float32Array, { columns, rows, gaps }: SearchGrid): Float32Array {
  const states = rows * gaps;
  const kernels = {
    slides: Array.from({ length: maxSlide + 1 }, (_, d) => Math.exp((-slideCost * d) / edgeTemperature)),
    widens: Array.from({ length: maxWiden + 1 }, (_, d) => Math.exp((-widenCost * d) / edgeTemperature)),
  };
  const weights = expScores(score, columns, states);
  const likely = new Float32Array(score.length);
  const spread = makeSpread(rows, gaps, kernels.slides, kernels.widens);
  let reached = weights.slice(0, states);
  likely.set(scaled(reached), 0);
  for (let c = 1; c < columns; c++) {
    reached = spread(reached);
    const base = c * states;
    for (let s = 0; s < states; s++) reached[s] = reached[s]! * weights[base + s]!;
    likely.set(scaled(reached), base);
  }
  let onward = new Float32Array(states).fill(1);
  for (let c = columns - 2; c >= 0; c--) {
    const next = (c + 1) * states;
    for (let s = 0; s < states; s++) onward[s] = onward[s]! * weights[next + s]!;
    onward = scaled(spread(onward));
    const column = likely.subarray(c * states, next);
    for (let s = 0; s < states; s++) column[s] = column[s]! * onward[s]!;
    scaled(column);
  }
  return likely;
}

function expScores(score: Float32Array, columns: number, states: number): Float32Array {
  const weights = new Float32Array(score.length);
  for (let c = 0; c < columns; c++) {
    let top = -Infinity;
    for (let s = c * states; s < (c + 1) * states; s++) top = Math.max(top, score[s]!);
    for (let s = c * states; s < (c + 1) * states; s++)
      weights[s] = Math.exp((score[s]! - top) / edgeTemperature);
  }
  return weights;
}

/** Makes values add up to 1, in place. */
function scaled(values: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  let sum = 0;
  for (let s = 0; s < values.length; s++) sum += values[s]!;
  for (let s = 0; s < values.length; s++) values[s] = values[s]! / sum;
  return values;
}

/** Spreads each state over those that a move leads to; the same forward and backward. Written out, as this is where the time goes. */
function makeSpread(
  rows: number,
  gaps: number,
  [, slide1, slide2, slide3]: readonly number[],
  [, widen1, widen2]: readonly number[],
): (from: Float32Array) => Float32Array<ArrayBuffer> {
  const states = rows * gaps;
  const margin = maxSlide * gaps;
  // Rows and gaps beyond the first and the last spare the loops every check of bounds.
  const tall = new Float32Array(states + 2 * margin);
  const wide = new Float32Array(gaps + 2 * maxWiden);
  return (from) => {
    tall.set(from, margin);
    const to = new Float32Array(states);
    for (let start = 0; start < states; start += gaps) {
      for (let g = 0; g < gaps; g++) {
        const i = start + g + margin;
        wide[g + maxWiden] =
          tall[i]! +
          slide1! * (tall[i - gaps]! + tall[i + gaps]!) +
          slide2! * (tall[i - 2 * gaps]! + tall[i + 2 * gaps]!) +
          slide3! * (tall[i - 3 * gaps]! + tall[i + 3 * gaps]!);
      }
      for (let g = 0; g < gaps; g++) {
        const i = g + maxWiden;
        to[start + g] =
          wide[i]! + widen1! * (wide[i - 1]! + wide[i + 1]!) + widen2! * (wide[i - 2]! + wide[i + 2]!);
      }
    }
    return to;
  };
}
