import './modelField.css';
import { makeElement } from '../../controls/makeElement.ts';
import type { OpenedModel, OpenOptions } from './messages.ts';
import { type ModelWorker, openModelWorker } from './openModelWorker.ts';
import { readShapes } from './readShapes.ts';

/** Where a person gives a model file, of any format that the converter reads. */
export interface ModelField {
  readonly element: HTMLElement;
  /** Reads a model file from its address. */
  openUrl(url: string, what: string): Promise<void>;
  /** Ends what is being read; the model before stays. */
  stop(): void;
  /** Says why a model that could be read cannot be used. */
  refuse(why: string): void;
}

export interface ModelFieldOptions {
  /** What the button says. */
  readonly text: string;
  /** Files may be dropped anywhere on it. */
  readonly dropOn: HTMLElement;
  /** The worker holds the model, and is closed by who gets it. */
  onOpened(worker: ModelWorker, model: OpenedModel, source: 'file' | 'url'): void;
}

let fields = 0;

/**
 * A button, a place to drop files, and what the converter may have to be told. Each file is read in a worker of its own, so that one
 * that fails, or is stopped, leaves the model before it as it was.
 */
export function createModelField({ text, dropOn, onOpened }: ModelFieldOptions): ModelField {
  const id = `model-field-${fields++}`;
  const input = makeElement('input', { type: 'file', id, multiple: true, 'aria-describedby': `${id}-hint` });
  const label = makeElement('label', { class: 'file-button', for: id }, text);
  const hint = makeElement('p', { class: 'hint', id: `${id}-hint` });
  hint.textContent =
    'Or drop it here: Roentgan, ONNX, Keras, TensorFlow.js with its .bin files, PyTorch or safetensors. It is read in this page and goes nowhere.';
  const status = makeElement('p', { class: 'field-status', role: 'status' });
  const problem = makeElement('p', { class: 'field-problem', role: 'alert', hidden: true });
  const stopButton = makeElement('button', { type: 'button', hidden: true }, 'Stop');
  const family = makeElement(
    'select',
    { id: `${id}-family` },
    makeElement('option', { value: '' }, 'found by itself'),
  );
  const shapes = makeElement('input', {
    type: 'text',
    class: 'field',
    id: `${id}-shapes`,
    placeholder: 'image=1,3,256,256',
    autocomplete: 'off',
    spellcheck: 'false',
  });
  const again = makeElement('button', { type: 'button', disabled: true }, 'Read the file again');
  const options = makeElement(
    'details',
    { class: 'field-options' },
    makeElement('summary', {}, 'What the file does not say'),
    makeElement('label', { for: family.id }, 'Family of PyTorch or safetensors weights'),
    family,
    makeElement('label', { for: shapes.id }, 'Sizes of inputs that are left open'),
    shapes,
    again,
  );
  const element = makeElement(
    'div',
    { class: 'model-field' },
    input,
    label,
    hint,
    options,
    status,
    stopButton,
    problem,
  );

  let files: readonly File[] = [];
  let stopping: AbortController | undefined;

  async function open(
    what: string,
    source: 'file' | 'url',
    read: (worker: ModelWorker, signal: AbortSignal) => Promise<OpenedModel>,
  ): Promise<void> {
    stopping?.abort();
    const current = new AbortController();
    stopping = current;
    problem.hidden = true;
    status.textContent = `Reading ${what}`;
    stopButton.hidden = false;
    const worker = openModelWorker();
    try {
      const model = await read(worker, current.signal);
      status.textContent = '';
      onOpened(worker, model, source);
    } catch (error) {
      worker.close();
      if (stopping !== current) return; // another file is being read: its line stands
      status.textContent = current.signal.aborted ? 'Stopped.' : '';
      if (!current.signal.aborted) refuse((error as Error).message);
    } finally {
      if (stopping === current) {
        stopping = undefined;
        const hadFocus = stopButton === document.activeElement;
        stopButton.hidden = true;
        if (hadFocus) input.focus();
      }
    }
  }

  function refuse(why: string): void {
    problem.textContent = why;
    problem.hidden = false;
  }
  async function openFiles(given: readonly File[]): Promise<void> {
    if (given.length === 0) return;
    files = given;
    again.disabled = false;
    let told: OpenOptions;
    try {
      const stated = readShapes(shapes.value);
      told = { ...(family.value && { arch: family.value }), ...(stated && { shapes: stated }) };
    } catch (error) {
      return refuse((error as Error).message);
    }
    const what = given.length === 1 ? given[0]!.name : `${given.length} files`;
    await open(what, 'file', (worker, signal) => worker.call('openFiles', [given, told], signal));
  }

  input.addEventListener('change', () => {
    const given = [...(input.files ?? [])];
    input.value = ''; // the same file may be chosen again
    void openFiles(given);
  });
  again.addEventListener('click', () => void openFiles(files));
  stopButton.addEventListener('click', () => stopping?.abort());
  options.addEventListener('toggle', async () => {
    if (!options.open || family.options.length > 1) return;
    const worker = openModelWorker();
    try {
      const names = await worker.call('families', []);
      if (family.options.length === 1)
        family.append(...names.map((name) => makeElement('option', { value: name }, name)));
    } catch (error) {
      refuse((error as Error).message);
    }
    worker.close();
  });
  dropOn.addEventListener('dragover', (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    dropOn.classList.add('dropping');
  });
  dropOn.addEventListener('dragleave', (event) => {
    if (!dropOn.contains(event.relatedTarget as Node | null)) dropOn.classList.remove('dropping');
  });
  dropOn.addEventListener('drop', (event) => {
    event.preventDefault();
    dropOn.classList.remove('dropping');
    void openFiles([...(event.dataTransfer?.files ?? [])]);
  });

  return {
    element,
    openUrl: (url, what) => open(what, 'url', (worker, signal) => worker.call('openUrl', [url], signal)),
    stop: () => stopping?.abort(),
    refuse,
  };
}
