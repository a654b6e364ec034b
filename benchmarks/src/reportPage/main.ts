import { readResults } from '../readResults.ts';
import type { Results } from '../results.ts';
import { embeddedBytes, embeddedResults } from './embedded.ts';
import { measureHere } from './measureHere.ts';
import { freeLabel, type OpenFile } from './openFile.ts';
import { sections } from './sections.ts';

const byId = <Found extends HTMLElement>(id: string): Found => document.getElementById(id) as Found;
const report = byId('report');
const status = byId('status');
const problem = byId('problem');
const runButton = byId<HTMLButtonElement>('run');
const saveButton = byId<HTMLButtonElement>('save');
const files: OpenFile[] = [];
let own: Results | undefined;

function show(): void {
  report.replaceChildren(...sections(files, report.clientWidth));
}

function add(label: string, results: Results): void {
  files.push({ label: freeLabel(label, files), results });
}

/** Opens what can be read and says what cannot. */
async function openAll(given: Iterable<File>): Promise<void> {
  const refused: string[] = [];
  for (const file of given) {
    try {
      add(file.name.replace(/\.json$/, ''), readResults(await file.text(), file.name));
    } catch (error) {
      refused.push((error as Error).message);
    }
  }
  problem.textContent = refused.join(' ');
  show();
}

async function measure(): Promise<void> {
  runButton.disabled = true;
  problem.textContent = '';
  try {
    own = await measureHere(embeddedBytes('knee'), (line) => {
      status.textContent = line.trim();
    });
    add('this device', own);
    saveButton.hidden = false;
    status.textContent = 'Measured; nothing left this device.';
    show();
  } catch (error) {
    status.textContent = '';
    problem.textContent = (error as Error).message;
  } finally {
    runButton.disabled = false;
  }
}

function save(): void {
  if (!own) return;
  const blob = new Blob([`${JSON.stringify(own, undefined, 2)}\n`], { type: 'application/json' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = `${own.date.slice(0, 10)}-roentgan-this-device.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // browsers may read it a while after the click
}

byId<HTMLInputElement>('open').addEventListener('change', (event) => {
  const input = event.target as HTMLInputElement;
  void openAll([...(input.files ?? [])]);
  input.value = '';
});
runButton.addEventListener('click', () => void measure());
saveButton.addEventListener('click', save);
document.addEventListener('dragover', (event) => {
  event.preventDefault();
  document.body.classList.add('over');
});
document.addEventListener('dragleave', (event) => {
  if (!event.relatedTarget) document.body.classList.remove('over');
});
document.addEventListener('drop', (event) => {
  event.preventDefault();
  document.body.classList.remove('over');
  void openAll([...(event.dataTransfer?.files ?? [])]);
});
let drawnWidth = 0;
new ResizeObserver(() => {
  if (report.clientWidth === drawnWidth) return;
  drawnWidth = report.clientWidth;
  show();
}).observe(report);

for (const { label, results } of embeddedResults()) add(label, results);
show();
