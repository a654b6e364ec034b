import { type StudioModel, type StudioState, slidersOf } from '../studioState.ts';

/** One place of the gallery: a seed, and the class of the model's first class label where it has one. */
export interface GalleryItem {
  readonly seed: number;
  readonly grade: number | undefined;
}

/** The label that the gallery sorts by. */
export function gradeLabel(model: StudioModel): StudioModel['labels'][number] | undefined {
  return model.labels.find(({ classes }) => classes > 1);
}

/** As links have it: `7.3`, or `7` where the model has no classes. */
export function itemKey({ seed, grade }: GalleryItem): string {
  return grade === undefined ? String(seed) : `${seed}.${grade}`;
}

/** As people read it: `seed 7, grade 3`. */
export function itemName(model: StudioModel, { seed, grade }: GalleryItem): string {
  const label = gradeLabel(model);
  return grade === undefined || !label
    ? `seed ${seed}`
    : `seed ${seed}, ${label.name} ${gradeName(label, grade)}`;
}

export function gradeName(label: StudioModel['labels'][number], grade: number): string {
  return label.names?.[grade] ?? String(grade);
}

/** The image at hand with the item's seed and class in place of its own, and without its edits where they are not asked for. */
export function itemState(
  model: StudioModel,
  base: StudioState,
  item: GalleryItem,
  edited: boolean,
): StudioState {
  const label = gradeLabel(model);
  const labels =
    label && item.grade !== undefined ? { ...base.labels, [label.name]: item.grade } : base.labels;
  const edits = edited ? base.edits : Object.fromEntries(slidersOf(model).map(({ name }) => [name, 0]));
  return { ...base, seed: item.seed, labels, edits };
}
