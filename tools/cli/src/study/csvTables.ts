import { type JudgedBy, type Reader, readingsOf, type StudyAnalysis } from '@roentgan/datasets/study';
import { type Cell, csvCell } from '../measure/csvFile.ts';
import type { StudyResults } from './readStudyResults.ts';

/** The tables of a study by file name: every answer, what is computed of each reader, grades, and comparisons. Full precision. */
export function studyTables({ study, results }: StudyResults, analysis: StudyAnalysis): Map<string, string> {
  const { grades } = study.study;
  return new Map([
    ['answers.csv', csvText(answerRows(study, results))],
    ['readers.csv', csvText(readerRows(analysis))],
    ['grades.csv', csvText(gradeRows(analysis, grades))],
    ['agreement.csv', csvText(agreementRows(analysis))],
    ['comparisons.csv', csvText(comparisonRows(analysis))],
  ]);
}

type Rows = readonly (readonly Cell[])[];

function answerRows(study: StudyResults['study'], results: StudyResults['results']): Rows {
  const header = [
    'reader',
    'role',
    'years',
    'phase',
    'position',
    'image',
    'showing',
    'origin',
    'grade_known',
    'grade_given',
    'verdict',
    'confidence',
    'correct',
    'seconds',
    'interruptions',
  ];
  const { grades } = study.study;
  const rows = results.flatMap((result) => {
    const { reader, grades: given, verdicts } = readingsOf(study.study, result);
    return [...given, ...verdicts].map((reading): Cell[] => {
      const { phase, position, image, showing, origin, known, milliseconds, interruptions } = reading;
      const answer: Cell[] =
        reading.phase === 'grading'
          ? [grades[reading.given], undefined, undefined, reading.given === known]
          : [undefined, reading.verdict, reading.confidence, reading.correct];
      const seen: Cell[] = [phase, position + 1, image, showing, origin, grades[known]];
      return [...who(reader), ...seen, ...answer, milliseconds / 1000, interruptions];
    });
  });
  return [header, ...rows];
}

/** Shares and values with their intervals: three columns each. */
const judgedHeader = [
  ...['accuracy', 'sensitivity', 'specificity', 'auc'],
  ...['kappa_linear_real', 'kappa_quadratic_real', 'kappa_linear_synthetic', 'kappa_quadratic_synthetic'],
  ...['exact_real', 'exact_synthetic'],
].flatMap((name) => [name, `${name}_low`, `${name}_high`]);

function readerRows({ readers, pooled }: StudyAnalysis): Rows {
  const mistakes = ['synthetic_taken_for_real', 'real_taken_for_synthetic', 'mcnemar_p', 'mcnemar_p_holm'];
  const repeats = ['repeated_grades', 'repeated_grades_same', 'repeated_verdicts', 'repeated_verdicts_same'];
  const header = ['reader', 'role', 'years', 'complete', ...judgedHeader, ...mistakes, ...repeats];
  const rows = readers.map((reader): Cell[] => {
    const { first, second, p } = reader.detection.mistakes;
    const { grades, verdicts } = reader.repeats;
    const again = [grades.total, grades.count, verdicts.total, verdicts.count];
    return [
      ...who(reader.reader),
      reader.complete,
      ...judgedCells(reader),
      ...[first, second, number(p), number(reader.mistakesAdjusted)],
      ...again,
    ];
  });
  const { first, second, p } = pooled.detection.mistakes;
  const all: Cell[] = [
    '(all answers)',
    '',
    '',
    '',
    ...judgedCells(pooled),
    first,
    second,
    number(p),
    '',
    '',
    '',
    '',
    '',
  ];
  return [header, ...rows, all];
}

function judgedCells({ detection, grading }: JudgedBy): Cell[] {
  const { accuracy, sensitivity, specificity, roc } = detection;
  const { real, synthetic } = grading;
  const shares = [accuracy, sensitivity, specificity].flatMap(({ share, low, high }) => [share, low, high]);
  const kappas = [real.linear, real.quadratic, synthetic.linear, synthetic.quadratic];
  const exact = [real.exact, synthetic.exact].flatMap(({ share, low, high }) => [share, low, high]);
  const cells = [
    ...shares,
    ...[roc.auc, roc.low, roc.high],
    ...kappas.flatMap(({ kappa, low, high }) => [kappa, low, high]),
    ...exact,
  ];
  return cells.map(number);
}

/** Every cell of every confusion matrix; then, by grade, how often it was given exactly and its images told apart. */
function gradeRows({ readers, pooled }: StudyAnalysis, grades: readonly string[]): Rows {
  const header = [
    'reader',
    'origin',
    'grade_known',
    ...grades.map((name) => `given_${name}`),
    'exact',
    'accuracy',
    'sensitivity',
    'specificity',
  ];
  const judged: readonly (readonly [string, JudgedBy])[] = [
    ...readers.map((reader) => [reader.reader.code, reader] as const),
    ['(all answers)', pooled],
  ];
  const rows = judged.flatMap(([name, { grading, detection }]) =>
    (['real', 'synthetic'] as const).flatMap((origin) =>
      grades.map((grade, at): Cell[] => {
        const { accuracy, sensitivity, specificity } = detection.byGrade[at]!;
        const shares = [grading[origin].byGrade[at]!, accuracy, sensitivity, specificity];
        return [
          name,
          origin,
          grade,
          ...grading[origin].table[at]!,
          ...shares.map(({ share }) => number(share)),
        ];
      }),
    ),
  );
  return [header, ...rows];
}

function agreementRows({ agreement }: StudyAnalysis): Rows {
  const header = ['what', 'images', 'kappa', 'low', 'high'];
  if (!agreement) return [header];
  const row = (what: string, { kappa, low, high }: { kappa: number; low: number; high: number }): Cell[] => [
    what,
    '',
    number(kappa),
    number(low),
    number(high),
  ];
  const fleiss = (['verdicts', 'grades'] as const).flatMap((what) =>
    Object.entries(agreement[what]).map(([kind, value]): Cell[] => {
      const [, , ...values] = row('', value);
      return [`Fleiss' kappa of ${what}`, kind, ...values];
    }),
  );
  const pairs = agreement.pairs.flatMap(({ readers: [one, other], linear, quadratic }) => [
    row(`linear kappa of grades, ${one} and ${other}`, linear),
    row(`quadratic kappa of grades, ${one} and ${other}`, quadratic),
  ]);
  return [header, ...fleiss, ...pairs];
}

function comparisonRows({ comparisons }: StudyAnalysis): Rows {
  const header = [
    'measure',
    'unit',
    'median_real',
    'median_synthetic',
    'pairs',
    'statistic',
    'p',
    'p_holm',
    'method',
  ];
  const rows = comparisons.map(({ name, unit, real, synthetic, test, adjusted }): Cell[] => [
    ...[name, unit, number(real), number(synthetic), test.pairs, test.statistic],
    ...[number(test.p), number(adjusted), test.method],
  ]);
  return [header, ...rows];
}

function who({ code, role, years }: Reader): Cell[] {
  return [code, role, years];
}

/** Nothing for what does not exist. */
function number(value: number): Cell {
  return Number.isFinite(value) ? value : undefined;
}

function csvText(rows: Rows): string {
  return rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}
