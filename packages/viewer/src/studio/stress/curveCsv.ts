import type { SeedCurve } from './runStress.ts';

/**
 * All answers as a table (RFC 4180): a row for each seed and amount, and one for each change of mind, where only the classes before
 * and after it are known.
 */
export function curveCsv(
  edit: { readonly name: string; readonly unit: string },
  curves: readonly SeedCurve[],
  classNames: readonly string[],
): string {
  const classOf = (index: number) => classNames[index]!;
  const header = [
    'kind',
    'seed',
    'edit',
    'unit',
    'amount',
    'within',
    'class',
    'class_after',
    'expected_class',
  ];
  const rows: (string | number)[][] = [[...header, ...classNames.map((name) => `p_${name}`)]];
  for (const { seed, points, changes } of curves) {
    for (const { amount, grade, expectedGrade, probabilities } of points)
      rows.push([
        'point',
        seed,
        edit.name,
        edit.unit,
        amount,
        '',
        classOf(grade),
        '',
        expectedGrade,
        ...probabilities,
      ]);
    for (const { amount, within, from, to } of changes)
      rows.push([
        'change',
        seed,
        edit.name,
        edit.unit,
        amount,
        within,
        classOf(from),
        classOf(to),
        '',
        ...classNames.map(() => ''),
      ]);
  }
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
