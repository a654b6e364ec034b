import { BINS } from './histogram.ts';

/** Aggregate statistics of real images by grade, as shared/reference/knee-statistics.json holds them: of pictures of `2 * rings` pixels a side. */
export interface ReferenceStatistics {
  readonly name: string;
  readonly rings: number;
  /** By grade: how many images, the shares of BINS grey levels, and the power of each ring. */
  readonly grades: ReadonlyMap<number, GradeStatistics>;
}

export interface GradeStatistics {
  readonly count: number;
  readonly histogram: readonly number[];
  readonly power: readonly number[];
}

/**
 * Reads the text of such a file: `n_per_grade`, `histogram_32` and `radial_power_db`, each by grade; what else it has is left alone.
 * @param name for messages
 * @throws Error that says which field is not as expected
 */
export function readReference(text: string, name: string): ReferenceStatistics {
  const stored = parse(text, name);
  const counts = field(stored, 'n_per_grade', name);
  const histograms = field(stored, 'histogram_32', name);
  const spectra = field(stored, 'radial_power_db', name);
  const grades = new Map<number, GradeStatistics>();
  let rings: number | undefined;
  for (const [key, count] of Object.entries(counts)) {
    if (!/^\d+$/.test(key) || !Number.isInteger(count) || (count as number) < 1)
      throw new Error(
        `${name}: n_per_grade has "${key}": ${JSON.stringify(count)}, expected a count for a grade`,
      );
    const histogram = numbers(histograms[key], BINS, `${name}: histogram_32 of grade ${key}`);
    const decibels = numbers(spectra[key], rings, `${name}: radial_power_db of grade ${key}`);
    rings = decibels.length;
    const power = decibels.map((value) => 10 ** (value / 10));
    grades.set(Number(key), { count: count as number, histogram, power });
  }
  if (rings === undefined) throw new Error(`${name}: n_per_grade has no grade, expected at least one`);
  return { name, rings, grades };
}

function parse(text: string, name: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new Error(`${name}: is no JSON object, expected the fields of knee-statistics.json`);
}

function field(stored: Record<string, unknown>, key: string, name: string): Record<string, unknown> {
  const value = stored[key];
  if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  throw new Error(`${name}: has no "${key}" by grade, expected the fields of knee-statistics.json`);
}

function numbers(value: unknown, length: number | undefined, where: string): number[] {
  const isList = Array.isArray(value) && value.every(Number.isFinite) && value.length >= 2;
  if (isList && (length === undefined || value.length === length)) return value as number[];
  const found = Array.isArray(value) ? `${value.length} values` : JSON.stringify(value);
  throw new Error(`${where} is ${found}, expected ${length ?? 'at least 2'} finite numbers`);
}
