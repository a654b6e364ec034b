import { type Place, placeWithin, wholePicture } from './place.ts';

/** Numbers of a link's settings; one that is absent or makes no sense is its default. */
export function numbersFromLink<Name extends string>(
  kept: Readonly<Record<string, string>>,
  defaults: Readonly<Record<Name, number>>,
): Record<Name, number> {
  const read = ([name, plain]: [string, number]) => {
    const text = kept[name]?.trim();
    return [name, text && Number.isFinite(Number(text)) ? Number(text) : plain];
  };
  return Object.fromEntries(Object.entries<number>(defaults).map(read)) as Record<Name, number>;
}

/** Those that are not at their defaults, with four digits behind the point. */
export function numbersToLink<Name extends string>(
  values: Readonly<Record<Name, number>>,
  defaults: Readonly<Record<Name, number>>,
): Record<string, string> {
  const names = Object.keys(defaults) as Name[];
  const changed = names.filter((name) => values[name] !== defaults[name]);
  return Object.fromEntries(changed.map((name) => [name, String(Number(values[name].toFixed(4)))]));
}

/** Which part of a picture is seen, as a link keeps it. */
export function placeFromLink(kept: Readonly<Record<string, string>>): Place {
  return placeWithin(numbersFromLink(kept, { ...wholePicture }));
}

export function placeToLink(place: Place): Record<string, string> {
  return numbersToLink({ ...place }, { ...wholePicture });
}
