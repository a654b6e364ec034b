import { plainView, type View, withinLimits } from '../display/view.ts';

/** How the image is looked at, as a link keeps it. */
export interface DisplaySettings {
  readonly view: View;
  readonly comparing: boolean;
  readonly measured: boolean;
}

const numbers = ['window', 'level', 'zoom', 'left', 'top'] as const;

/** What differs from the plain view, as text. */
export function displayToLink({ view, comparing, measured }: DisplaySettings): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of numbers)
    if (view[name] !== plainView[name]) kept[name] = String(Number(view[name].toFixed(4)));
  if (view.inverted) kept.inverted = '1';
  if (comparing) kept.compare = '1';
  if (measured) kept.measured = '1';
  return kept;
}

/** What is absent or makes no sense is plain. */
export function displayFromLink(kept: Readonly<Record<string, string>>): DisplaySettings {
  const read = (name: (typeof numbers)[number]) => {
    const text = kept[name]?.trim();
    return text && Number.isFinite(Number(text)) ? Number(text) : plainView[name];
  };
  const given = Object.fromEntries(numbers.map((name) => [name, read(name)])) as Pick<
    View,
    (typeof numbers)[number]
  >;
  return {
    view: withinLimits({ ...given, inverted: kept.inverted === '1' }),
    comparing: kept.compare === '1',
    measured: kept.measured === '1',
  };
}
