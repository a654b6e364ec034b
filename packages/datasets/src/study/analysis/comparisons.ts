import { holm } from '../statistics/holm.ts';
import { median } from '../statistics/quantiles.ts';
import { type Wilcoxon, wilcoxon } from '../statistics/wilcoxon.ts';
import { firstShowings, type GradeReading, type ReaderReadings, type VerdictReading } from './readings.ts';

/** Readers' values on real images against their values on synthetic ones. */
export interface Comparison {
  readonly name: string;
  readonly unit: string;
  /** Medians over the readers who have both values. */
  readonly real: number;
  readonly synthetic: number;
  /** The pair is a reader: his value on synthetic images less that on real ones. */
  readonly test: Wilcoxon;
  /** Holm's adjustment over all comparisons of the study. */
  readonly adjusted: number;
}

type Measure = { readonly name: string; readonly unit: string } & (
  | { readonly of: 'grades'; value(readings: readonly GradeReading[]): number }
  | { readonly of: 'verdicts'; value(readings: readonly VerdictReading[]): number }
);

const measures: readonly Measure[] = [
  {
    name: 'Time to grade (median)',
    unit: 's',
    of: 'grades',
    value: (readings) => median(readings.map(seconds)),
  },
  {
    name: 'Grade given less grade known (mean)',
    unit: 'grades',
    of: 'grades',
    value: (readings) => mean(readings.map(({ given, known }) => given - known)),
  },
  {
    name: 'Distance of grade given from grade known (mean)',
    unit: 'grades',
    of: 'grades',
    value: (readings) => mean(readings.map(({ given, known }) => Math.abs(given - known))),
  },
  {
    name: 'Time to verdict (median)',
    unit: 's',
    of: 'verdicts',
    value: (readings) => median(readings.map(seconds)),
  },
  {
    name: 'Confidence (mean)',
    unit: 'levels',
    of: 'verdicts',
    value: (readings) => mean(readings.map(({ confidence }) => confidence)),
  },
  {
    name: 'Correct verdicts (share)',
    unit: '',
    of: 'verdicts',
    value: (readings) => mean(readings.map(({ correct }) => (correct ? 1 : 0))),
  },
];

/** Wilcoxon's signed-rank test for each measure, readers being the pairs. First showings only. */
export function compareOrigins(readers: readonly ReaderReadings[]): Comparison[] {
  const compared = measures.map((measure) => {
    const pairs = readers
      .map((reader) => [measured(measure, reader, 'real'), measured(measure, reader, 'synthetic')] as const)
      .filter((pair) => pair.every(Number.isFinite));
    const test = wilcoxon(pairs.map(([real, synthetic]) => rounded(synthetic - real)));
    const { name, unit } = measure;
    const [real, synthetic] = [
      median(pairs.map(([real]) => real)),
      median(pairs.map(([, synthetic]) => synthetic)),
    ];
    return { name, unit, real, synthetic, test };
  });
  const adjusted = holm(compared.map(({ test }) => test.p));
  return compared.map((comparison, at) => ({ ...comparison, adjusted: adjusted[at]! }));
}

function measured(
  measure: Measure,
  { grades, verdicts }: ReaderReadings,
  origin: 'real' | 'synthetic',
): number {
  const isOf = (reading: GradeReading | VerdictReading) => reading.origin === origin;
  return measure.of === 'grades'
    ? measure.value(firstShowings(grades).filter(isOf))
    : measure.value(firstShowings(verdicts).filter(isOf));
}

/** Differences that are equal but for the last bits of a mean are ties. */
function rounded(difference: number): number {
  return Number(difference.toFixed(10)) || 0;
}

function seconds({ milliseconds }: GradeReading | VerdictReading): number {
  return milliseconds / 1000;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
