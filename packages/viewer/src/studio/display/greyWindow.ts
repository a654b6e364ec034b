import type { View } from './view.ts';

type GreyWindow = Pick<View, 'window' | 'level' | 'inverted'>;

/** A grey of 0 to 1 through the window: what lies below it is black, above it white. */
export function throughWindow(grey: number, { window, level, inverted }: GreyWindow): number {
  const value = Math.min(1, Math.max(0, (grey - level) / window + 0.5));
  return inverted ? 1 - value : value;
}

/**
 * The same as CSS filters, for a canvas whose pixels are out of reach. Each filter clamps to black and white, so the line
 * `(grey - level) / window + 0.5` is made of a `brightness` that only darkens and the `contrast` behind it, which clamps where the window does;
 * levels below the middle go through the negative, where they lie above it.
 */
export function filterOf({ window, level, inverted }: GreyWindow): string {
  const negative = level < 0.5;
  const middle = negative ? 1 - level : level;
  const filters: string[] = [];
  if (window !== 1 || level !== 0.5) {
    const line = [`brightness(${1 / (2 * middle)})`, `contrast(${(2 * middle) / window})`];
    filters.push(...(negative ? ['invert(1)', ...line, 'invert(1)'] : line));
  }
  if (inverted) filters.push('invert(1)');
  return filters.join(' ') || 'none';
}
