import { formatShape } from '../tensor.ts';
import type { Check } from './checkOutput.ts';

/** What is wrong with a result, and where most. */
export function describeWrong({ values, wrong, worst, padding }: Check): string {
  const { place, found, expected, bound } = worst;
  if (wrong === 0 && padding) {
    return `wrong: lane ${padding.channel} behind the last channel holds ${padding.found}, expected 0`;
  }
  const unwritten = Number.isNaN(found) ? ' (never written, or no number)' : '';
  return `wrong: ${wrong} of ${values} values; the furthest at ${formatShape(place)} is ${found}${unwritten}, expected ${expected} within ${bound.toExponential(1)}`;
}
