import { type Classification, type KneeMeasures, type KneeValues, kneeUnits } from '@roentgan/measurer';
import type { Cell } from './csvFile.ts';
import { imageLines } from './imageLines.ts';
import type { ImageReport } from './measureImage.ts';

/** A line names at most this many classes, the likeliest; JSON and CSV have all. */
const MOST_CLASSES = 6;

const valueNames = Object.keys(kneeUnits) as (keyof KneeValues)[];

/** One line for a person. */
export function describeReport(report: ImageReport, classNames: readonly string[]): string {
  const { file, side, image, knee, classification } = report;
  const parts = [
    describeClassification(classification, classNames),
    describeKnee(knee),
    `${side} knee`,
    image.origin.saysSynthetic ? 'says it is synthetic' : 'no mark of being synthetic',
  ];
  return `${file}: ${parts.join('; ')}`;
}

function describeClassification(
  { probabilities, grade, expectedGrade }: Classification,
  classNames: readonly string[],
): string {
  const classes = probabilities.map((probability, index) => ({ probability, name: classNames[index]! }));
  if (classes.length > MOST_CLASSES) {
    classes.sort((one, other) => other.probability - one.probability).length = MOST_CLASSES;
  }
  const listed = classes.map(({ name, probability }) => `${name} ${probability.toFixed(2)}`).join(', ');
  const mean = areOrdered(classNames) ? `, expected ${expectedGrade.toFixed(2)}` : '';
  return `${classNames[grade]}${mean} (${listed})`;
}

/** Whether classes are grades, `KL 0`, `KL 1` and so on: a mean of others means nothing. */
function areOrdered(classNames: readonly string[]): boolean {
  return classNames.every((name, index) => new RegExp(`(^|\\D)${index}$`).test(name));
}

function describeKnee(knee: KneeMeasures): string {
  if (!knee.found) return `no knee found (${knee.reason})`;
  const digit = (value: number) => value.toFixed(1);
  const contrast = Number.isNaN(knee.contrast) ? 'not measurable' : `${digit(knee.contrast)} %`;
  return [
    `joint space medial ${digit(knee.jointSpaceMedial)} %, lateral ${digit(knee.jointSpaceLateral)} % of the tibia's width`,
    `narrowest ${digit(knee.narrowestMedial)} % and ${digit(knee.narrowestLateral)} %`,
    `tibia ${digit(knee.tibialWidth)} %, femur ${digit(knee.femoralWidth)} % of the image's width, size ${digit(knee.size)} % of the mean knee`,
    `contrast ${contrast}, exposure ${digit(knee.exposure)} %`,
    `rotation ${digit(knee.rotation)}°, alignment ${digit(knee.alignment)}°`,
    `confidence ${knee.confidence.toFixed(2)}`,
  ].join('; ');
}

/**
 * For machines: everything that was found, at full precision; what cannot be measured is null. Its lines only where they are asked
 * for, in pixels of the image.
 */
export function reportJson(
  report: ImageReport,
  { lines = false }: { readonly lines?: boolean } = {},
): object {
  const { file, side, image, knee, classification } = report;
  const { width, height, origin } = image;
  return {
    file,
    width,
    height,
    side,
    saysSynthetic: origin.saysSynthetic,
    digitalSourceType: origin.digitalSourceType ?? null,
    knee: { ...knee, lines: lines ? imageLines(report) : undefined },
    classification,
  };
}

/** Columns of the CSV; `reportRow` and `failedRow` fill them. */
export function reportColumns(classNames: readonly string[]): string[] {
  return [
    'file',
    'width',
    'height',
    'side',
    'saysSynthetic',
    'confidence',
    ...valueNames.map((name) => `${name} [${kneeUnits[name]}]`),
    'grade',
    'expectedGrade',
    ...classNames.map((name) => `p(${name})`),
    'problem',
  ];
}

export function reportRow({ file, side, image, knee, classification }: ImageReport): Cell[] {
  const { grade, expectedGrade, probabilities } = classification;
  const values = valueNames.map((name) => (knee.found && !Number.isNaN(knee[name]) ? knee[name] : undefined));
  return [
    file,
    image.width,
    image.height,
    side,
    image.origin.saysSynthetic,
    knee.confidence,
    ...values,
    grade,
    expectedGrade,
    ...probabilities,
    knee.found ? undefined : `no knee found: ${knee.reason}`,
  ];
}

/** A row for an image that could not be measured: nothing but its name and why. */
export function failedRow(file: string, problem: string, columns: number): Cell[] {
  return [file, ...new Array<undefined>(columns - 2).fill(undefined), problem];
}
