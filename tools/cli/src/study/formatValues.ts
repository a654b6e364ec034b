import type { Share } from '@roentgan/datasets/study';

/** What stands where a value does not exist. */
export const NOTHING = '–';

export function fixed(value: number, digits = 2): string {
  if (!Number.isFinite(value)) return NOTHING;
  const text = value.toFixed(digits);
  return Number(text) === 0 ? (0).toFixed(digits) : text.replace('-', '−');
}

export function percent(value: number): string {
  return Number.isFinite(value) ? `${fixed(value * 100, 0)} %` : NOTHING;
}

/** `61 % (42 to 78)`. */
export function shareText({ share, low, high, total }: Share): string {
  return total === 0 ? NOTHING : `${percent(share)} (${fixed(low * 100, 0)} to ${fixed(high * 100, 0)})`;
}

/** `0.61 (0.42 to 0.78)`. */
export function intervalText(
  value: number,
  { low, high }: { readonly low: number; readonly high: number },
): string {
  if (!Number.isFinite(value)) return NOTHING;
  return Number.isFinite(low) ? `${fixed(value)} (${fixed(low)} to ${fixed(high)})` : fixed(value);
}

export function pText(p: number): string {
  if (!Number.isFinite(p)) return NOTHING;
  return p < 0.001 ? '< 0.001' : fixed(p, 3);
}
