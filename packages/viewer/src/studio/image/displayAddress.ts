import { numbersFromLink, numbersToLink } from '../display/placeAddress.ts';
import { plainView, type View, withinLimits } from '../display/view.ts';

/** How the image is looked at, as a link keeps it. */
export interface DisplaySettings {
  readonly view: View;
  readonly comparing: boolean;
  readonly measured: boolean;
}

const { inverted: _, ...plainNumbers } = plainView;

/** What differs from the plain view, as text. */
export function displayToLink({ view, comparing, measured }: DisplaySettings): Record<string, string> {
  const { inverted, ...numbers } = view;
  const kept = numbersToLink(numbers, plainNumbers);
  if (inverted) kept.inverted = '1';
  if (comparing) kept.compare = '1';
  if (measured) kept.measured = '1';
  return kept;
}

/** What is absent or makes no sense is plain. */
export function displayFromLink(kept: Readonly<Record<string, string>>): DisplaySettings {
  return {
    view: withinLimits({ ...numbersFromLink(kept, plainNumbers), inverted: kept.inverted === '1' }),
    comparing: kept.compare === '1',
    measured: kept.measured === '1',
  };
}
