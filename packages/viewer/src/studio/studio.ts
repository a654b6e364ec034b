import '../index.ts';
import { byId } from '../controls/makeElement.ts';
import { backendText } from '../ganViewer/backendText.ts';
import type { GanViewer } from '../index.ts';
import { type Address, hashFromAddress, readAddress } from './address.ts';
import { type Controls, createControls } from './controls.ts';
import { announce, openImageActions } from './imageActions.ts';
import { modelFacts } from './modelFacts.ts';
import type { StudioModel, StudioState } from './studioState.ts';
import type { Studio } from './view.ts';
import { createViewSwitch, type ViewSwitch } from './viewSwitch.ts';
import { takesImages, views } from './views.ts';

const viewer = byId<GanViewer>('viewer');
const viewNames = views.map(({ name }) => name);
let controls: Controls | undefined;
let switching: ViewSwitch | undefined;
let model: StudioModel | undefined;
let address: Address | undefined;
let hashTimer = 0;
const watchers = new Set<(state: StudioState) => void>();

const studio: Studio = {
  viewer,
  get model() {
    return model!;
  },
  get modelName() {
    return modelName(model!);
  },
  get state() {
    return address!.state;
  },
  get link() {
    return isFromFile() ? undefined : new URL(hashFromAddress(address!), location.href).href;
  },
  show(state) {
    controls!.show(state);
    apply(state);
  },
  watch(listener) {
    watchers.add(listener);
    return () => watchers.delete(listener);
  },
  open: (view) => void switching?.show(view),
  use(url) {
    clearTimeout(hashTimer);
    history.replaceState(null, '', '#');
    viewer.src = url;
  },
  kept: (view) => address!.kept.get(view) ?? {},
  keep: (view, settings) =>
    writeAddress({ ...address!, kept: new Map([...address!.kept, [view, settings]]) }),
};
const actions = openImageActions(studio);

viewer.addEventListener('ready', ({ detail }) => {
  model = detail.model;
  byId('model-name').textContent = modelName(model);
  document.title = `${modelName(model)}: Roentgan studio`;
  byId('facts').replaceChildren(...modelFacts(model, isFromFile()));
  byId('about').hidden = false;
  controls = createControls(model, apply);
  const settings = byId<HTMLFieldSetElement>('settings');
  settings.disabled = false;
  settings.hidden = takesImages(model); // such a model draws nothing from settings, and the viewer says so
  actions.ready(model);
  showBackend(); // a model that is given images draws none here
  switching?.close();
  switching = createViewSwitch(studio, byId('views'), byId('main'), inFront, tell);
  showLink();
});

viewer.addEventListener('step', ({ detail }) => {
  byId('image-size').textContent = `step ${detail.step} of ${detail.steps}`;
});

viewer.addEventListener('image', ({ detail }) => {
  byId('image-size').textContent = `${detail.width} × ${detail.height} px`;
  showBackend();
});

addEventListener('hashchange', showLink);

// What is unfolded at the end of a panel would open behind the buttons there.
document.addEventListener(
  'toggle',
  ({ target }) => {
    if (target instanceof HTMLDetailsElement && target.open) target.scrollIntoView({ block: 'nearest' });
  },
  { capture: true },
);

// Enter in a field settles it, no more.
byId('controls').addEventListener('submit', (event) => event.preventDefault());

const given = new URLSearchParams(location.search);
for (const name of ['backend', 'threads']) if (given.has(name)) viewer.setAttribute(name, given.get(name)!);
viewer.src = given.get('model') || './model.safetensors';

/** Shows what the address bar says. */
function showLink(): void {
  if (!model || !controls) return;
  address = readAddress(location.hash, model, viewNames);
  controls.show(address.state);
  apply(address.state);
  void switching!.show(address.view);
}

/** Draws a state, and puts it in the address bar once it rests (browsers limit how often that may change). */
function apply(state: StudioState): void {
  viewer.seed = state.seed;
  viewer.labels = state.labels;
  viewer.edits = Object.fromEntries(Object.entries(state.edits).filter(([, value]) => value !== 0));
  viewer.truncation = state.truncation;
  announce('');
  writeAddress({ ...address!, state });
  for (const watcher of watchers) watcher(state);
}

function inFront(view: string): void {
  byId('notice').hidden = true;
  writeAddress({ ...address!, view: view === viewNames[0] ? undefined : view });
}

function writeAddress(to: Address): void {
  address = to;
  clearTimeout(hashTimer);
  // It would be applied to the model that the address names, which is another.
  if (isFromFile()) return;
  hashTimer = window.setTimeout(() => history.replaceState(null, '', hashFromAddress(address!)), 200);
}

/** Whether the model's address is one that only this page has. */
function isFromFile(): boolean {
  return viewer.src.startsWith('blob:');
}

/** Why a view could not be opened. */
function tell(error: Error): void {
  byId('notice').textContent = `This view could not be loaded: ${error.message}`;
  byId('notice').hidden = false;
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
