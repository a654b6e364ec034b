import { makeElement } from '../../controls/makeElement.ts';
import { saveFile } from '../saveFile.ts';
import type { StudioState } from '../studioState.ts';
import type { Studio } from '../view.ts';
import { editText, largestEditFile, readEdit } from './editFile.ts';
import { type EditStore, openEditStore } from './editStore.ts';
import { createSavedRow, type SavedRow } from './savedRow.ts';

const longestName = 80;

/** The group "Saved edits": keep the present settings by name, in this browser; load, rename and delete them; files. */
export function createSavedEdits(studio: Studio): HTMLElement {
  const { model, modelName } = studio;
  const store: EditStore = openEditStore(model.provenance.sha256 ?? modelName);
  const name = makeElement('input', {
    type: 'text',
    class: 'field',
    'aria-label': 'Name of the edit',
    placeholder: 'Name',
    maxlength: longestName,
    autocomplete: 'off',
    required: true,
  });
  const save = makeElement('button', { type: 'button' }, 'Save');
  const list = makeElement('ul', { class: 'saved' });
  const only = makeElement('input', { type: 'checkbox' });
  const keepRest = makeElement(
    'label',
    { class: 'check' },
    only,
    'Load the edits only, keep seed and labels',
  );
  const picker = makeElement('input', {
    type: 'file',
    accept: '.json,application/json',
    hidden: true,
    'aria-label': 'Edit file',
  });
  const importing = makeElement('button', { type: 'button', class: 'quiet' }, 'Import JSON');
  const exporting = makeElement('button', { type: 'button', class: 'quiet' }, 'Export JSON');
  const problem = makeElement('p', { class: 'problem', role: 'alert' });
  const done = makeElement('p', { class: 'hint', role: 'status' });
  const element = makeElement(
    'details',
    { class: 'group fold saved-edits' },
    makeElement('summary', { class: 'heading' }, 'Saved edits'),
    makeElement('div', { class: 'field-row' }, name, save),
    list,
    keepRest,
    makeElement('div', { class: 'button-row' }, exporting, importing, picker),
    problem,
    done,
  );
  let names: readonly string[] = [];

  function tell(text: string): void {
    problem.textContent = '';
    done.textContent = text;
  }
  /** Does it, and says why not. */
  async function attempt(work: () => Promise<void> | void): Promise<void> {
    try {
      await work();
    } catch (error) {
      done.textContent = '';
      problem.textContent = (error as Error).message;
    }
  }
  function load(text: string, where: string): void {
    const state = readEdit(text, where, model, modelName);
    const { seed, labels } = studio.state;
    studio.show(only.checked ? { ...state, seed, labels } : state);
  }
  const row = (edit: string): SavedRow =>
    createSavedRow(edit, {
      load: () =>
        attempt(async () => {
          const text = await store.read(edit);
          if (text === undefined) throw new Error(`"${edit}" is not there any more`);
          load(text, `"${edit}"`);
          tell(`Loaded "${edit}"`);
        }),
      rename: (to) =>
        attempt(async () => {
          const wanted = checkName(to);
          await store.rename(edit, wanted);
          await refresh();
          tell(`"${edit}" is now "${wanted}"`);
          rowOf(wanted)?.focus();
        }),
      remove: () =>
        attempt(async () => {
          const text = await store.read(edit);
          await store.forget(edit);
          await refresh();
          tell(`Deleted "${edit}". `);
          if (text !== undefined) done.append(restoreButton(edit, text));
        }),
    });
  /** What was deleted by mistake is not lost. */
  function restoreButton(edit: string, text: string): HTMLButtonElement {
    const button = makeElement('button', { type: 'button', class: 'quiet' }, 'Restore');
    button.addEventListener('click', () =>
      attempt(async () => {
        if ((await store.read(edit)) !== undefined)
          throw new Error(`"${edit}" is there again already, expected its name to be free`);
        await store.keep(edit, text);
        await refresh();
        tell(`Restored "${edit}"`);
        rowOf(edit)?.focus();
      }),
    );
    queueMicrotask(() => button.focus());
    return button;
  }
  let rows: SavedRow[] = [];
  const rowOf = (edit: string) => rows[names.indexOf(edit)];

  async function refresh(): Promise<void> {
    names = [...(await store.list()).keys()];
    rows = names.map(row);
    list.replaceChildren(...rows.map((entry) => entry.element));
    keepRest.hidden = names.length === 0;
    showSave();
  }
  function showSave(): void {
    save.textContent = names.includes(name.value.trim()) ? 'Replace' : 'Save';
  }
  name.addEventListener('input', showSave);
  name.addEventListener('keydown', (event) => event.key === 'Enter' && save.click());
  save.addEventListener('click', () =>
    attempt(async () => {
      const wanted = checkName(name.value);
      await store.keep(wanted, editText(modelName, studio.state));
      await refresh();
      tell(`Saved "${wanted}" in this browser`);
      name.value = '';
      showSave();
    }),
  );
  exporting.addEventListener('click', () => {
    const file = `${fileNameOf(modelName, studio.state)}.edit.json`;
    saveFile(new Blob([editText(modelName, studio.state)], { type: 'application/json' }), file);
    tell(`Saved ${file}`);
  });
  importing.addEventListener('click', () => picker.click());
  picker.addEventListener('change', () =>
    attempt(async () => {
      const [file] = picker.files ?? [];
      picker.value = ''; // the same file can be chosen again
      if (!file) return;
      if (file.size > largestEditFile)
        throw new RangeError(`${file.name}: has ${file.size} bytes, expected at most ${largestEditFile}`);
      load(await file.text(), file.name);
      tell(`Loaded ${file.name}`);
    }),
  );
  element.addEventListener('toggle', () => element.open && attempt(refresh));
  return element;
}

/** @throws RangeError for a name that says nothing */
function checkName(text: string): string {
  const name = text.trim();
  if (name === '') throw new RangeError('The name is empty, expected one that tells this edit from others');
  return name;
}

function fileNameOf(modelName: string, { seed }: StudioState): string {
  return `${modelName}-seed-${seed}`.replaceAll(/[^\w.-]+/g, '-');
}
