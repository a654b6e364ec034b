import type { Response } from './responses.ts';

/** A response whose every image was measured. */
export interface WholeResponse extends Response {
  readonly values: readonly (readonly number[])[];
}

export function isWhole(response: Response): response is WholeResponse {
  return response.values.every((values) => values !== undefined);
}

/** By attribute: the least-squares slope of its values over the amounts, in its unit per unit of the edit. */
export function slopesOf({ amounts, values }: WholeResponse): number[] {
  const middle = mean(amounts);
  const spread = amounts.reduce((sum, amount) => sum + (amount - middle) ** 2, 0);
  return values[0]!.map((_, attribute) =>
    amounts.reduce((sum, amount, at) => sum + ((amount - middle) * values[at]![attribute]!) / spread, 0),
  );
}

/** The mean slope of each attribute over all whole responses. */
export function meanSlopes(responses: readonly Response[]): number[] {
  const slopes = responses.filter(isWhole).map(slopesOf);
  return slopes[0]!.map((_, attribute) => mean(slopes.map((row) => row[attribute]!)));
}

/** Whether no step of an attribute goes against the amounts. */
export function isMonotone({ values }: WholeResponse, attribute: number): boolean {
  return values.every((row, at) => at === 0 || row[attribute]! >= values[at - 1]![attribute]!);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}

/** The value below which a share of all values lies, interpolated. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const low = sorted[Math.floor(place)]!;
  return low + (sorted[Math.ceil(place)]! - low) * (place - Math.floor(place));
}
