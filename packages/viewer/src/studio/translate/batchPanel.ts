import type { Generator } from '@roentgan/gan-runtime';
import type { ClassifierInput } from '@roentgan/measurer';
import { makeElement } from '../../controls/makeElement.ts';
import { errorLine } from '../export/errorLine.ts';
import { translateFiles } from './batch.ts';
import type { ImageReader } from './imageReader.ts';

export interface BatchPanel {
  readonly element: HTMLElement;
  stop(): void;
}

export interface BatchSetting {
  readonly generator: () => Generator;
  readonly reader: () => ImageReader;
  readonly input: ClassifierInput;
  readonly modelName: string;
}

/** Chooses a folder, translates all its images, and downloads them as a zip. */
export function createBatchPanel({ generator, reader, input, modelName }: BatchSetting): BatchPanel {
  const chooser = makeElement('input', { type: 'file', hidden: true, multiple: true, webkitdirectory: true });
  chooser.dataset.folder = '';
  const choose = makeElement('button', { type: 'button' }, 'Translate a folder');
  const stop = makeElement('button', { type: 'button', hidden: true }, 'Stop');
  const bar = makeElement('progress', { 'aria-label': 'Files translated', max: 1, value: 0, hidden: true });
  const status = makeElement('p', { role: 'status', class: 'hint' });
  status.textContent = 'All its images, into a zip of PNGs.';
  let stopping: AbortController | undefined;

  choose.addEventListener('click', () => chooser.click());
  stop.addEventListener('click', () => stopping?.abort());
  chooser.addEventListener('change', () => {
    const files = [...(chooser.files ?? [])];
    chooser.value = '';
    void run(files);
  });

  function showRunning(runs: boolean): void {
    [choose.hidden, stop.hidden, bar.hidden] = [runs, !runs, !runs];
    (runs ? stop : choose).focus();
  }
  async function run(files: readonly File[]): Promise<void> {
    const own = new AbortController();
    stopping = own;
    bar.value = 0;
    showRunning(true);
    const name = `${modelName.replaceAll(/[^\w.-]+/g, '-')}-translated`;
    try {
      const { translated, skipped } = await translateFiles({
        files,
        generator: generator(),
        reader: reader(),
        input,
        name,
        stop: own.signal,
        onProgress(done, total) {
          bar.value = done / total;
          status.textContent = `${done} of ${total} files`;
        },
      });
      const left = skipped.length > 0 ? ` Skipped ${skipped.length}, first ${skipped[0]}` : '';
      status.textContent = `${translated} ${translated === 1 ? 'image' : 'images'} in ${name}.zip.${left}`;
    } catch (error) {
      status.textContent = own.signal.aborted
        ? 'Stopped. Nothing was saved.'
        : `Not translated: ${errorLine(error)}`;
    }
    stopping = undefined;
    showRunning(false);
  }
  return {
    element: makeElement(
      'section',
      { class: 'group choose', 'aria-labelledby': 'translate-folder' },
      makeElement('h2', { class: 'heading', id: 'translate-folder' }, 'Folder'),
      choose,
      chooser,
      bar,
      stop,
      status,
    ),
    stop: () => stopping?.abort(),
  };
}
