import { stepFor } from '../../../controls/sliderControl.ts';
import type { StudioModel } from '../../studioState.ts';

type Range = StudioModel['edits'][number]['range'];

/** What is measured beside an edit's slider: the change against the unedited image, and the values themselves. */
export interface MeasuredText {
  readonly change: string;
  readonly values: string;
}

/**
 * As in "+0.71" and "5.60 → 6.31", in the digits of the edit's slider; a dash where one of the two could not be measured.
 * @param before - of the unedited image
 */
export function measuredText(
  before: number | undefined,
  after: number | undefined,
  [low, high]: Range,
): MeasuredText {
  if (before === undefined || after === undefined) return { change: '–', values: '' };
  const digits = Math.max(0, -Math.floor(Math.log10(stepFor(high - low))));
  const text = (value: number) => {
    const rounded = Number(value.toFixed(digits)) || 0; // no minus before zero
    return rounded.toFixed(digits).replace('-', '−');
  };
  const change = after - before;
  const sign = Number(change.toFixed(digits)) > 0 ? '+' : '';
  return { change: `${sign}${text(change)}`, values: `${text(before)} → ${text(after)}` };
}
