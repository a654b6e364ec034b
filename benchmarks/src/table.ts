/** A Markdown table; the first column is text, the others are numbers and stand on the right. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeCell).join(' | ')} |`;
  const rule = header.map((_, column) => (column === 0 ? '---' : '---:'));
  return `${[header, rule, ...rows].map(line).join('\n')}\n`;
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

/** Three significant digits without an exponent: `0.0123`, `5.20`, `241`. */
export function digits(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  return Math.abs(value) >= 100 ? value.toFixed(0) : Number(value.toPrecision(3)).toString();
}

export function kilobytes(bytes: number): string {
  return `${digits(bytes / 1000)} kB`;
}
