import '../index.ts';
import { backendText } from '../ganViewer/backendText.ts';
import type { GanViewer } from '../index.ts';
import { type Controls, createControls } from './controls.ts';
import { byId } from './makeElement.ts';
import { modelFacts } from './modelFacts.ts';
import { saveFile } from './saveFile.ts';
import { signedPng } from './signedPng.ts';
import {
  hashFromState,
  imageFileName,
  type StudioModel,
  type StudioState,
  stateFromHash,
} from './studioState.ts';

const viewer = byId<GanViewer>('viewer');
const save = byId<HTMLButtonElement>('save');
const exporting = byId<HTMLButtonElement>('export');
let controls: Controls | undefined;
let model: StudioModel | undefined;
let saving = false;
let hashTimer = 0;

viewer.addEventListener('ready', ({ detail }) => {
  model = detail.model;
  byId('model-name').textContent = modelName(model);
  document.title = `${modelName(model)}: Roentgan studio`;
  byId('facts').replaceChildren(...modelFacts(model));
  byId('about').hidden = false;
  controls = createControls(model, apply);
  const settings = byId<HTMLFieldSetElement>('settings');
  settings.disabled = false;
  exporting.disabled = takesImages(model);
  settings.hidden = takesImages(model); // such a model draws nothing from settings, and the viewer says so
  showLink();
});

viewer.addEventListener('step', ({ detail }) => {
  byId('image-size').textContent = `step ${detail.step} of ${detail.steps}`;
});

viewer.addEventListener('image', ({ detail }) => {
  byId('image-size').textContent = `${detail.width} × ${detail.height} px`;
  showBackend();
  save.disabled = false;
});

viewer.addEventListener('error', () => {
  save.disabled = true;
});

addEventListener('hashchange', showLink);

// Enter in a field settles it, no more.
byId('controls').addEventListener('submit', (event) => event.preventDefault());

save.addEventListener('click', async () => {
  const { shown, generator } = viewer;
  if (saving || !model || !generator || !shown) return;
  saving = true;
  if (model.sampler) announce('Making the PNG, as long as the picture took');
  try {
    const name = imageFileName(modelName(model), shown);
    saveFile(await signedPng(await generator.generate(shown)), name);
    announce(`Saved ${name}`);
  } catch (error) {
    announce(`Not saved: ${(error as Error).message}`);
  }
  saving = false;
});

exporting.addEventListener('click', async () => {
  const { openExportDialog } = await import('./export/exportDialog.ts');
  if (model) openExportDialog(viewer, modelName(model));
});

const given = new URLSearchParams(location.search);
for (const name of ['backend', 'threads']) if (given.has(name)) viewer.setAttribute(name, given.get(name)!);
viewer.src = given.get('model') || './model.safetensors';

/** Shows what the address bar says. */
function showLink(): void {
  if (!model || !controls) return;
  const linked = stateFromHash(location.hash, model);
  controls.show(linked);
  apply(linked);
}

/** Draws a state, and puts it in the address bar once it rests (browsers limit how often that may change). */
function apply(to: StudioState): void {
  viewer.seed = to.seed;
  viewer.labels = to.labels;
  viewer.edits = Object.fromEntries(Object.entries(to.edits).filter(([, value]) => value !== 0));
  viewer.truncation = to.truncation;
  announce('');
  clearTimeout(hashTimer);
  hashTimer = window.setTimeout(() => history.replaceState(null, '', hashFromState(to)), 200);
}

/** The model's own name, or its file's. */
function modelName({ name }: StudioModel): string {
  return (
    name ??
    viewer.src
      .split(/[?#]/, 1)[0]!
      .split('/')
      .at(-1)!
      .replace(/\.safetensors$/, '')
  );
}

/** After each image, since a generator that loses its GPU goes to the CPU. */
function showBackend(): void {
  const text = backendText(viewer.generator!);
  const { backendReason } = viewer.generator!;
  byId('backend').textContent = text;
  byId('backend').title = `${text} (${backendReason})`;
  byId('runs-on').textContent = text;
  byId('backend-reason').textContent = backendReason;
}

function takesImages({ inputs }: StudioModel): boolean {
  return inputs.some(({ kind }) => kind === 'image');
}

function announce(text: string): void {
  byId('announcement').textContent = text;
}
