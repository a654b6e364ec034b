import { operations } from '@roentgan/kernels';
import { type KernelReport, kernelsFor, parseCall } from '@roentgan/kernels/measure';
import { byId, makeElement } from '../../controls/makeElement.ts';
import { saveFile } from '../saveFile.ts';
import { createEditor } from './editor.ts';
import { exampleShapes } from './exampleShapes.ts';
import { keep, readKept } from './kept.ts';
import { ownCopy } from './kernelSources.ts';
import { Measuring } from './measuring.ts';
import type { RunEvent } from './messages.ts';
import { createResultsPanel } from './resultsPanel.ts';

const op = byId<HTMLSelectElement>('op');
const start = byId<HTMLSelectElement>('start');
const shape = byId<HTMLInputElement>('shape');
const f16 = byId<HTMLInputElement>('f16');
const run = byId<HTMLButtonElement>('run');
const save = byId<HTMLButtonElement>('save');
const status = byId('status');
const notice = byId('notice');

const first = Object.keys(exampleShapes)[0]!;
const kept = readKept();
op.append(...Object.keys(exampleShapes).map((name) => makeElement('option', {}, name)));
op.value = kept && kept.op in exampleShapes ? kept.op : first;
shape.value = kept?.shape ?? exampleShapes[op.value]![0]!;
f16.checked = kept?.f16 ?? false;
showShapes();

const editor = createEditor(byId('editor'), kept?.text ?? copyOfStart(), {
  onChange: keepAll,
  onRun: () => void toggleRun(),
  hintId: 'editor-hint',
});
const results = createResultsPanel(byId('results'), (line, column) => editor.goTo(line, column));
const measuring = new Measuring(show);
let report: KernelReport | undefined;

op.addEventListener('change', () => {
  shape.value = exampleShapes[op.value]![0]!;
  showShapes();
  keepAll();
});
shape.addEventListener('input', () => {
  showKernels();
  keepAll();
});
f16.addEventListener('change', keepAll);
byId('load').addEventListener('click', () => {
  editor.replace(copyOfStart());
  status.textContent = `${start.value} is in the editor; undo brings back what was there.`;
});
byId('settings').addEventListener('submit', (event) => {
  event.preventDefault();
  void toggleRun();
});
save.addEventListener('click', () => {
  const text = `${JSON.stringify(report, undefined, 2)}\n`;
  saveFile(new Blob([text], { type: 'application/json' }), `${report!.calls[0]!.op}-kernels.json`);
});
if (!navigator.gpu) {
  const isSecure = globalThis.isSecureContext;
  run.disabled = true;
  tell(
    isSecure
      ? 'This browser has no WebGPU, so nothing can be run here. Chrome and Edge have it, Firefox and Safari in recent versions; on Linux it may have to be switched on. roentgan bench kernels measures the same in a terminal.'
      : 'WebGPU needs https or localhost: open this page by one of them.',
  );
}

/** The call that the page states; nothing where it states none, which is said beside the field. */
function readCall() {
  const problem = byId('shape-problem');
  try {
    const call = parseCall(operations[op.value]!, shape.value);
    problem.textContent = '';
    shape.removeAttribute('aria-invalid');
    return call;
  } catch (error) {
    problem.textContent = (error as Error).message;
    shape.setAttribute('aria-invalid', 'true');
    return undefined;
  }
}

function showShapes(): void {
  byId('shapes').replaceChildren(
    ...exampleShapes[op.value]!.map((value) => makeElement('option', { value })),
  );
  showKernels();
}

/** Kernels to start from: those that run the shape. */
function showKernels(): void {
  const call = readCall();
  if (!call) return;
  const names = kernelsFor(operations[op.value]!, call).map(({ name }) => name);
  const chosen = start.value;
  start.replaceChildren(...names.map((name) => makeElement('option', {}, name)));
  if (names.includes(chosen)) start.value = chosen;
}

function copyOfStart(): string {
  const operation = operations[op.value]!;
  const call = readCall();
  const kernels = call ? kernelsFor(operation, call) : operation.kernels;
  return ownCopy(op.value, kernels.find(({ name }) => name === start.value) ?? kernels[0]!);
}

function keepAll(): void {
  keep({ op: op.value, shape: shape.value, text: editor.text, f16: f16.checked });
}

async function toggleRun(): Promise<void> {
  if (measuring.isRunning) {
    measuring.stop();
    status.textContent = 'Stopped.';
    return;
  }
  if (run.disabled) return;
  if (!readCall()) {
    shape.focus();
    return;
  }
  results.clear();
  editor.showMessages([]);
  notice.hidden = true;
  report = undefined;
  save.disabled = true;
  status.textContent = 'Starting';
  run.textContent = 'Stop';
  await measuring.run({
    op: op.value,
    shape: shape.value,
    type: f16.checked ? 'f16' : 'f32',
    text: editor.text,
  });
  run.textContent = 'Run';
}

function show(event: RunEvent): void {
  if (event.kind === 'device') {
    byId('adapter').textContent = `${event.adapter}${event.isSoftware ? ' (software)' : ''}`;
  } else if (event.kind === 'progress') {
    status.textContent = event.text;
  } else if (event.kind === 'inspected') {
    const { messages, problems } = event.inspected;
    editor.showMessages(messages);
    results.showInspected(event.inspected);
    const errors = messages.filter(({ type }) => type === 'error').length + problems.length;
    if (errors > 0)
      status.textContent =
        errors === 1 ? 'One error: nothing was run.' : `${errors} errors: nothing was run.`;
  } else if (event.kind === 'measured') {
    report = event.report;
    save.disabled = false;
    results.showMeasured(event.result, event.report);
    status.textContent = 'Done.';
  } else if (event.kind === 'failed') {
    status.textContent = '';
    tell(event.text);
    if (event.line !== undefined) editor.goTo(event.line, 1);
  }
}

function tell(text: string): void {
  notice.textContent = text;
  notice.hidden = false;
}
