import { createLabelControl } from '../../controls/labelControl.ts';
import { makeElement } from '../../controls/makeElement.ts';
import { capitalise } from '../../controls/sliderControl.ts';
import type { StudioModel } from '../studioState.ts';
import { type GalleryItem, gradeLabel, gradeName, itemName } from './galleryItem.ts';
import { canShowAll, type GallerySettings } from './gallerySettings.ts';
import { createJumpField } from './jumpField.ts';
import { type TileSize, tileSizes } from './tileLayout.ts';

/** So many of what is selected are named. */
const MOST_NAMED = 4;

export interface GalleryPanel {
  readonly element: HTMLElement;
  /** `canEdit`: the image at hand has edits that may be applied. */
  show(settings: GallerySettings, canEdit: boolean): void;
  showSelected(items: readonly GalleryItem[]): void;
}

export interface PanelEvents {
  onSeed(seed: number): void;
  onChange(to: Partial<Pick<GallerySettings, 'grade' | 'size' | 'edited'>>): void;
  onClear(): void;
}

/** The settings of the grid, and what is selected in it. */
export function createGalleryPanel(model: StudioModel, events: PanelEvents): GalleryPanel {
  const label = gradeLabel(model);
  const first = canShowAll(model) ? (['all'] as const) : [];
  const grades = label ? [...first, ...Array.from({ length: label.classes }, (_, at) => at)] : [];
  const gradeControl =
    label &&
    createLabelControl(
      {
        name: `show ${label.name}`,
        classes: grades.length,
        names: grades.map((grade) => (grade === 'all' ? 'All' : gradeName(label, grade))),
        default: 0,
      },
      (at) => events.onChange({ grade: grades[at]! }),
    );
  const sizes = Object.keys(tileSizes) as TileSize[];
  const sizeControl = createLabelControl(
    { name: 'image size', classes: sizes.length, names: sizes.map(capitalise), default: 0 },
    (at) => events.onChange({ size: sizes[at]! }),
  );

  const edited = makeElement('input', { type: 'checkbox', id: 'gallery-edited' });
  edited.addEventListener('change', () => events.onChange({ edited: edited.checked }));
  const editedHint = makeElement('p', { class: 'gallery-hint' });
  const hasEdits = model.edits.length + model.directions.length > 0;
  const edits = makeElement(
    'section',
    { class: 'group', hidden: !hasEdits },
    makeElement('label', { class: 'gallery-check' }, edited, 'Apply the edits of the image at hand'),
    editedHint,
  );

  const count = makeElement('h2', { class: 'heading' });
  const clear = makeElement('button', { type: 'button', class: 'quiet' }, 'Clear');
  clear.append(makeElement('span', { class: 'unseen' }, ' selection'));
  clear.addEventListener('click', () => events.onClear());
  const names = makeElement('ol', { class: 'gallery-selected' });
  const more = makeElement('p', { class: 'gallery-hint' });
  const keys = makeElement(
    'p',
    { class: 'gallery-hint' },
    'Click selects, Shift-click a range, double click opens. Keys: arrows, Page Up and Down, Space, Shift with arrows, Enter, Escape.',
  );
  const selection = makeElement(
    'section',
    { class: 'group' },
    makeElement('div', { class: 'heading-row' }, count, clear),
    names,
    more,
    keys,
  );

  return {
    element: makeElement(
      'div',
      {},
      createJumpField(events.onSeed),
      ...(gradeControl ? [gradeControl.element] : []),
      sizeControl.element,
      edits,
      selection,
    ),
    show({ grade, size, edited: isEdited }, canEdit) {
      gradeControl?.show((grades as readonly unknown[]).indexOf(grade));
      sizeControl.show(sizes.indexOf(size));
      edited.checked = isEdited;
      editedHint.textContent = canEdit ? '' : 'It has none now.';
    },
    showSelected(items) {
      count.textContent = items.length === 0 ? 'Nothing selected' : `${items.length} selected`;
      clear.hidden = items.length === 0;
      names.replaceChildren(
        ...items.slice(0, MOST_NAMED).map((item) => makeElement('li', {}, capitalise(itemName(model, item)))),
      );
      const others = items.length - MOST_NAMED;
      more.textContent = others > 0 ? `and ${others} more` : '';
    },
  };
}
