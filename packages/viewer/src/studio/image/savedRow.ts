import { makeElement } from '../../controls/makeElement.ts';

/** A saved edit in the list. */
export interface SavedRow {
  readonly element: HTMLElement;
  focus(): void;
}

export interface SavedRowActions {
  load(): void;
  rename(to: string): void;
  remove(): void;
}

/** Its name loads it; while it is renamed a field stands in place of the name: Enter settles it, Escape leaves it. */
export function createSavedRow(name: string, { load, rename, remove }: SavedRowActions): SavedRow {
  const loading = makeElement('button', { type: 'button', class: 'saved-name', title: `Load ${name}` }, name);
  const renaming = makeElement(
    'button',
    { type: 'button', class: 'quiet', 'aria-label': `Rename ${name}` },
    'Rename',
  );
  const removing = makeElement(
    'button',
    { type: 'button', class: 'quiet', 'aria-label': `Delete ${name}` },
    'Delete',
  );
  const element = makeElement('li', {}, loading, renaming, removing);
  loading.addEventListener('click', load);
  removing.addEventListener('click', remove);
  renaming.addEventListener('click', () => {
    const field = makeElement('input', {
      type: 'text',
      class: 'field',
      'aria-label': `New name of ${name}`,
      maxlength: 80,
      autocomplete: 'off',
    });
    field.value = name;
    const leave = () => {
      element.replaceChildren(loading, renaming, removing);
      renaming.focus();
    };
    const settle = makeElement('button', { type: 'button', class: 'quiet' }, 'OK');
    const cancel = makeElement('button', { type: 'button', class: 'quiet' }, 'Cancel');
    settle.addEventListener('click', () => rename(field.value));
    cancel.addEventListener('click', leave);
    field.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') rename(field.value);
      else if (event.key === 'Escape') leave();
    });
    element.replaceChildren(field, settle, cancel);
    field.select();
    field.focus();
  });
  return { element, focus: () => loading.focus() };
}
