import './export.css';
import { makeElement } from '../../controls/makeElement.ts';
import type { GanViewer } from '../../index.ts';
import { errorLine } from './errorLine.ts';
import { exportForm } from './exportForm.ts';
import { exportProgress } from './exportProgress.ts';
import { canPickFolder, downloadZip, type ExportTarget, pickFolder } from './exportTarget.ts';
import { runExport } from './runExport.ts';

/** How often the line of progress changes. */
const SHOW_MS = 250;

/** Opens the dialog in which a dataset is exported. It closes with Escape, but not while an export runs. */
export function openExportDialog(viewer: GanViewer, modelName: string): void {
  const form = exportForm(viewer.generator!.model, viewer);
  const start = makeElement('button', { type: 'submit', class: 'primary' });
  start.textContent = canPickFolder() ? 'Export into a folder' : 'Export as a zip';
  const stop = makeElement('button', { type: 'button', hidden: true }, 'Stop');
  const close = makeElement('button', { type: 'button' }, 'Close');
  const bar = makeElement('progress', { 'aria-label': 'Progress', max: 1, value: 0 });
  const line = makeElement('p', { class: 'export-line' });
  const running = makeElement('div', { class: 'export-running', hidden: true }, bar, line);
  const status = makeElement('p', { role: 'status', class: 'export-status' });
  const heading = makeElement('h2', { id: 'export-heading' }, 'Export a dataset');
  const hint = makeElement('p', { class: 'export-hint' });
  hint.textContent = 'Each image says that it is synthetic; tables and cards say how it was made.';
  const body = makeElement(
    'form',
    {},
    heading,
    hint,
    form.fields,
    running,
    status,
    makeElement('div', { class: 'export-actions' }, start, stop, close),
  );
  const dialog = makeElement('dialog', { class: 'export', 'aria-labelledby': heading.id }, body);

  let stopping: AbortController | undefined;
  const showRunning = (runs: boolean) => {
    form.fields.disabled = runs;
    running.hidden = !runs;
    stop.hidden = !runs;
    start.hidden = runs;
    close.disabled = runs;
    if (runs) stop.focus();
    else start.focus();
  };

  async function run(target: ExportTarget): Promise<void> {
    stopping = new AbortController();
    bar.value = 0;
    line.textContent = '';
    status.textContent = '';
    showRunning(true);
    const say = exportProgress();
    let [done, shown] = [0, 0];
    try {
      const { format, request } = form.read();
      await runExport({
        request: { ...request, name: fileName(modelName) },
        format,
        generator: viewer.generator!,
        modelUrl: viewer.src,
        target,
        stop: stopping.signal,
        onProgress(progress) {
          done = progress.done;
          const text = say(progress);
          if (performance.now() - shown < SHOW_MS && done < progress.total) return;
          shown = performance.now();
          bar.value = done / progress.total;
          line.textContent = done < progress.total ? text : 'Writing tables and cards';
        },
      });
      status.textContent = `${done.toLocaleString('en')} images in ${target.name}`;
    } catch (error) {
      await target.abandon();
      const isStopped = stopping.signal.aborted;
      if (isStopped && target.keeps)
        status.textContent = 'Stopped. The same export into the same folder goes on with it.';
      else status.textContent = isStopped ? 'Stopped.' : `Not exported: ${errorLine(error)}`;
    }
    stopping = undefined;
    showRunning(false);
  }

  body.addEventListener('submit', async (event) => {
    event.preventDefault();
    try {
      const target = canPickFolder() ? await pickFolder() : await downloadZip(fileName(modelName));
      if (target) await run(target);
    } catch (error) {
      status.textContent = `Not exported: ${errorLine(error)}`;
    }
  });
  stop.addEventListener('click', () => stopping?.abort());
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('cancel', (event) => {
    if (stopping) event.preventDefault();
  });
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** A name as datasets and their files have them. */
function fileName(modelName: string): string {
  const name = modelName.replaceAll(/[^A-Za-z0-9_-]+/g, '-').replace(/^[-_]+/, '');
  return name.slice(0, 64) || 'dataset';
}
