import type { Place } from '../display/place.ts';
import { placeFromLink, placeToLink } from '../display/placeAddress.ts';
import type { StudioModel, StudioState } from '../studioState.ts';
import { type DifferenceScale, differenceScales } from './differenceScale.ts';
import { type GalleryItem, gradeLabel, itemKey } from './galleryItem.ts';
import { MOST_SELECTED } from './selection.ts';
import { type TileSize, tileSizes } from './tileLayout.ts';

/** More classes than this are too narrow side by side. */
const MOST_SIDE_BY_SIDE = 12;

/** Everything that decides what the gallery shows, beside the state of the image at hand. */
export interface GallerySettings {
  /** A seed of the row on top. */
  readonly at: number;
  /** The one class that is shown, or all for each seed; always `all` for models without classes. */
  readonly grade: number | 'all';
  readonly size: TileSize;
  /** Whether the edits of the image at hand are applied. */
  readonly edited: boolean;
  readonly selected: readonly GalleryItem[];
  /** Whether what is selected is compared. */
  readonly comparing: boolean;
  /** Whether two that are compared have their difference shown. */
  readonly difference: boolean;
  readonly scale: DifferenceScale;
  /** The part of each compared image that is seen. */
  readonly place: Place;
}

/** Whether all classes are shown side by side, where there is no choice or a person chooses so. */
export function canShowAll(model: StudioModel): boolean {
  return (gradeLabel(model)?.classes ?? 0) <= MOST_SIDE_BY_SIDE;
}

/** The classes that are shown of each seed. */
export function shownGrades(
  model: StudioModel,
  { grade }: Pick<GallerySettings, 'grade'>,
): (number | undefined)[] {
  const label = gradeLabel(model);
  if (!label) return [undefined];
  return grade === 'all' ? Array.from({ length: label.classes }, (_, at) => at) : [grade];
}

/** Reads what a link keeps, as in `gallery.at=40&gallery.grade=3`; what is absent or makes no sense is the default. */
export function readSettings(
  kept: Readonly<Record<string, string>>,
  model: StudioModel,
  state: Pick<StudioState, 'seed' | 'labels'>,
): GallerySettings {
  const label = gradeLabel(model);
  const grade = whole(kept.grade);
  const isGrade = label && grade !== undefined && grade < label.classes;
  const own = label && !canShowAll(model) ? (state.labels[label.name] ?? 0) : ('all' as const);
  const scale = differenceScales.find((scale) => String(scale) === kept.scale);
  return {
    at: whole(kept.at) ?? state.seed,
    grade: isGrade ? grade : own,
    size: kept.size !== undefined && Object.hasOwn(tileSizes, kept.size) ? (kept.size as TileSize) : 'medium',
    edited: kept.edited === '1',
    selected: (kept.selected ?? '')
      .split('_')
      .flatMap((text) => readItem(text, label?.classes))
      .slice(0, MOST_SELECTED),
    comparing: kept.compare !== undefined,
    difference: kept.compare === 'difference',
    scale: scale ?? 'fit',
    place: placeFromLink(kept),
  };
}

/** What is the default is left out. */
export function writeSettings(
  settings: GallerySettings,
  model: StudioModel,
  state: Pick<StudioState, 'seed' | 'labels'>,
): Record<string, string> {
  const usual = readSettings({}, model, state);
  const { at, grade, size, edited, selected, comparing, difference, scale, place } = settings;
  return {
    at: String(at), // the default moves with the image's seed
    ...(grade !== usual.grade && { grade: String(grade) }),
    ...(size !== usual.size && { size }),
    ...(edited && { edited: '1' }),
    ...(selected.length > 0 && { selected: selected.map(itemKey).join('_') }),
    ...(comparing && { compare: difference ? 'difference' : 'side' }),
    ...(scale !== usual.scale && { scale: String(scale) }),
    ...placeToLink(place),
  };
}

function readItem(text: string, classes: number | undefined): GalleryItem[] {
  const [seed, grade, ...more] = text.split('.').map((part) => whole(part));
  if (seed === undefined || more.length > 0) return [];
  if (classes === undefined) return text.includes('.') ? [] : [{ seed, grade: undefined }];
  return grade !== undefined && grade < classes ? [{ seed, grade }] : [];
}

/** A whole number from 0 that JavaScript has exactly. */
export function whole(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d+$/.test(text)) return undefined;
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : undefined;
}
