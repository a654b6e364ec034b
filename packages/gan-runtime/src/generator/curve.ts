import type { Curve } from '../modelFile/model.ts';

/** The value at `x` on the straight lines between a curve's pairs; the outer lines go on beyond its ends. */
export function valueAt(curve: Curve, x: number): number {
  const behind = curve.findIndex(([at]) => at >= x);
  const index = behind < 0 ? curve.length - 1 : Math.max(1, behind);
  const [[x0, y0], [x1, y1]] = [curve[index - 1]!, curve[index]!];
  if (x === x0) return y0;
  return x === x1 ? y1 : y0 + ((y1 - y0) / (x1 - x0)) * (x - x0);
}

/** The curve read the other way. */
export function inverse(curve: Curve): Curve {
  return curve.map(([x, y]) => [y, x]);
}
