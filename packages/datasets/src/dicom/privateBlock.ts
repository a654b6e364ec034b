import type { DatasetContext, DatasetImage } from '../formats/format.ts';
import { askedGrade } from './asked.ts';
import { shortText } from './dicomText.ts';

/** An element as DICOM JSON has it (PS3.18, F.2). */
export interface Element {
  readonly vr: string;
  readonly Value: readonly unknown[];
}

export const PRIVATE_CREATOR = 'ROENTGAN';
const GROUP = '0071';
const BLOCK = '10';

/** What programs read: what the image was asked to be, in elements of their own (PS3.5, 7.8), by tag. docs/dicom.md lists them. */
export function privateElements(image: DatasetImage, context: DatasetContext): Record<string, Element> {
  const { model, sampling } = context;
  const grade = askedGrade(image, context);
  const texts: [number: string, vr: string, value: string | undefined][] = [
    ['01', 'LO', shortText(model.name)],
    ['02', 'LO', model.sha256],
    // As text: seeds go past what IS holds.
    ['03', 'LO', String(image.seed)],
    ['04', 'UT', JSON.stringify(image.labels)],
    ['05', 'UT', JSON.stringify(image.edits)],
    ['06', 'IS', grade === undefined ? undefined : String(grade)],
    ['07', 'LO', shortText(context.name)],
    ['08', 'IS', String(image.index)],
    ['09', 'UT', sampling && JSON.stringify(sampling)],
  ];
  const elements = texts.flatMap(([number, vr, value]) =>
    value === undefined ? [] : [[`${GROUP}${BLOCK}${number}`, { vr, Value: [value] }] as const],
  );
  return Object.fromEntries([[`${GROUP}00${BLOCK}`, { vr: 'LO', Value: [PRIVATE_CREATOR] }], ...elements]);
}
