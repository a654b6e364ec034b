/**
 * p-values adjusted for several tests by Holm's step-down method (Scandinavian Journal of Statistics 6, 1979), in the order given.
 * What is NaN was not tested, does not count and stays NaN.
 */
export function holm(pValues: readonly number[]): number[] {
  const tested = pValues.flatMap((p, at) => (Number.isNaN(p) ? [] : [{ p, at }]));
  tested.sort((one, other) => one.p - other.p);
  const adjusted = pValues.map(() => Number.NaN);
  let largest = 0;
  for (const [rank, { p, at }] of tested.entries()) {
    largest = Math.max(largest, Math.min(1, p * (tested.length - rank)));
    adjusted[at] = largest;
  }
  return adjusted;
}
