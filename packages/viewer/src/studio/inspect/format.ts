/** As in "1.24M"; the exact number belongs beside it. */
export function shortCount(count: number): string {
  if (count === 0) return '–';
  return count.toLocaleString('en', { notation: 'compact', maximumSignificantDigits: 3 });
}

/** As in "5.36 MB". */
export function byteCount(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB'];
  const power = Math.min(3, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return `${(bytes / 1000 ** power).toLocaleString('en', { maximumSignificantDigits: 3 })} ${units[power]}`;
}

/** Milliseconds, as in "0.42", "12.3" or "1,165". */
export function milliseconds(time: number): string {
  const digits = time < 0.1 ? 3 : time < 10 ? 2 : time < 100 ? 1 : 0;
  return time.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Sizes for one image, as in "64×14×14". */
export function sizes(shape: readonly (number | 'N')[]): string {
  return shape.slice(1).join('×');
}

/** A value of a tensor, short. */
export function value(number: number): string {
  return Number(number.toPrecision(3)).toString().replace('-', '−');
}
