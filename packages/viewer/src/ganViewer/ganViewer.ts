import { type Generator, loadGenerator } from '@roentgan/gan-runtime';
import { type Assignments, formatAssignments, parseAssignments, parseNumbers } from './assignments.ts';
import { backendText } from './backendText.ts';
import { explainError } from './explainError.ts';
import {
  describeImage,
  type ImageSettings,
  readBackend,
  readSettings,
  readSource,
  readThreads,
  type ViewerBackend,
} from './imageSettings.ts';
import { latestOnly } from './latestOnly.ts';
import { optionalNumber, setOptionalNumber } from './optionalNumber.ts';
import { createPlayback, playedSettings } from './playback.ts';
import type { GanViewerEventMap, ViewerElement, ViewerState } from './viewerEvents.ts';
import { createViewerShadow } from './viewerShadow.ts';
import { watchMotionAllowed } from './visibility.ts';

/** Where there is no DOM (server rendering) the class can be imported, but not used. */
const ElementBase = (globalThis.HTMLElement ?? class {}) as new () => ViewerElement;

/**
 * `<gan-viewer src="knee.safetensors" seed="7" labels="grade=3">`: one image of a generator, drawn where it stands.
 * Attributes and properties reflect each other; changes made together become one picture. docs/embedding.md has the rest.
 */
export class GanViewer extends ElementBase {
  static readonly observedAttributes = [
    'src',
    'backend',
    'threads',
    'seed',
    'labels',
    'edits',
    'truncation',
    'steps',
    'play',
  ];

  readonly #shadow = createViewerShadow(this);
  readonly #drawing = latestOnly(() => this.#draw());
  readonly #playback = createPlayback(() => this.#drawing.busy || this.#drawing.request());
  #state: ViewerState = 'empty';
  #generator: Generator | undefined;
  #shown: ImageSettings | undefined;
  #loading: AbortController | undefined;
  /** Ends the drawing of a model that takes many steps, where it is not wanted any more. */
  #sampling: AbortController | undefined;
  #stopWatching: (() => void) | undefined;
  #motionAllowed = false;
  /** What the scheduled update has to do; undefined where none is scheduled. */
  #pending: { load: boolean } | undefined;

  get src(): string {
    return this.getAttribute('src') ?? '';
  }
  set src(url: string) {
    this.setAttribute('src', url);
  }
  get backend(): ViewerBackend {
    return (this.getAttribute('backend') ?? 'auto') as ViewerBackend;
  }
  set backend(backend: ViewerBackend) {
    this.setAttribute('backend', backend);
  }
  /** Of the CPU backend. Undefined: one for each core, up to eight. */
  get threads(): number | undefined {
    return optionalNumber(this, 'threads');
  }
  set threads(threads: number | undefined) {
    setOptionalNumber(this, 'threads', threads);
  }
  get seed(): number {
    return Number(this.getAttribute('seed') ?? 0);
  }
  set seed(seed: number) {
    this.setAttribute('seed', String(seed));
  }
  get labels(): Assignments {
    return parseAssignments('labels', this.getAttribute('labels') ?? '');
  }
  set labels(labels: Assignments | string) {
    this.setAttribute('labels', typeof labels === 'string' ? labels : formatAssignments(labels));
  }
  get edits(): Readonly<Record<string, number>> {
    return parseNumbers('edits', this.getAttribute('edits') ?? '');
  }
  set edits(edits: Readonly<Record<string, number>> | string) {
    this.setAttribute('edits', typeof edits === 'string' ? edits : formatAssignments(edits));
  }
  /** Undefined: the model's own default. */
  get truncation(): number | undefined {
    return optionalNumber(this, 'truncation');
  }
  set truncation(truncation: number | undefined) {
    setOptionalNumber(this, 'truncation', truncation);
  }
  /** Of a model that samples in steps. Undefined: the model's own number. */
  get steps(): number | undefined {
    return optionalNumber(this, 'steps');
  }
  set steps(steps: number | undefined) {
    setOptionalNumber(this, 'steps', steps);
  }
  get play(): boolean {
    return this.hasAttribute('play');
  }
  set play(play: boolean) {
    this.toggleAttribute('play', play);
  }

  get state(): ViewerState {
    return this.#state;
  }
  /** The loaded generator, from `ready` until `src`, `backend` or `threads` changes. The element disposes it. */
  get generator(): Generator | undefined {
    return this.#generator;
  }
  /** What the picture on screen shows. */
  get shown(): ImageSettings | undefined {
    return this.#shown;
  }

  /**
   * The picture on screen as a PNG that carries its provenance.
   * @throws Error while there is no picture
   */
  async toPng(): Promise<Blob> {
    if (!this.#generator || !this.#shown) throw new Error(`gan-viewer: no image yet (state ${this.#state})`);
    const image = await this.#generator.generate(this.#shown);
    return image.toPng();
  }

  connectedCallback(): void {
    for (const name of GanViewer.observedAttributes) this.#adopt(name);
    this.#stopWatching = watchMotionAllowed(this, (allowed) => {
      this.#motionAllowed = allowed;
      this.#updatePlayback();
    });
    if (!this.#generator) this.#schedule(true);
  }

  disconnectedCallback(): void {
    this.#stopWatching?.();
    this.#motionAllowed = false;
    this.#updatePlayback();
    // An element that only moves within the page is connected again before the microtask runs.
    queueMicrotask(() => this.isConnected || this.#unload());
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after || !this.isConnected) return;
    if (name === 'play') this.#playback.seek(0);
    this.#schedule(name === 'src' || name === 'backend' || name === 'threads');
  }

  /** A property that a framework set before this class was registered hides the accessor: set it again through it. */
  #adopt(name: string): void {
    if (!Object.hasOwn(this, name)) return;
    const { value } = Object.getOwnPropertyDescriptor(this, name)!;
    Reflect.deleteProperty(this, name);
    Reflect.set(this, name, value);
  }

  #schedule(load: boolean): void {
    if (this.#pending) {
      this.#pending.load ||= load;
      return;
    }
    this.#pending = { load };
    queueMicrotask(() => {
      const load = this.#pending!.load;
      this.#pending = undefined;
      if (!this.isConnected) return;
      if (load) void this.#load();
      else this.#redraw();
      this.#updatePlayback();
    });
  }

  async #load(): Promise<void> {
    this.#unload();
    if (this.src === '') return;
    const loading = new AbortController();
    this.#loading = loading;
    this.#state = 'loading';
    this.#shadow.showLoading(undefined);
    try {
      const threads = readThreads(this);
      const generator = await loadGenerator(readSource(this), {
        backend: readBackend(this),
        ...(threads === undefined ? {} : { threads }),
        signal: loading.signal,
        onProgress: (progress) => {
          if (loading.signal.aborted) return;
          this.#shadow.showLoading(progress.total ? progress.loaded / progress.total : undefined);
          this.#emit('progress', progress);
        },
      });
      if (loading.signal.aborted) return generator.dispose();
      this.#generator = generator;
    } catch (error) {
      if (!loading.signal.aborted) this.#fail(error);
      return;
    }
    this.#shadow.replaceCanvas();
    const { model, backend, adapter, backendReason } = this.#generator;
    this.#emit('ready', { model, backend, adapter, backendReason });
    this.#schedule(false);
  }

  #unload(): void {
    this.#loading?.abort();
    this.#sampling?.abort();
    this.#generator?.dispose();
    this.#generator = undefined;
    this.#shown = undefined;
    this.#state = 'empty';
    this.#shadow.showEmpty();
    this.#shadow.showStatus('', '');
  }

  /** Draws what is asked for now, and stops what was asked for before. */
  #redraw(): void {
    this.#sampling?.abort();
    this.#drawing.request();
  }

  async #draw(): Promise<void> {
    const generator = this.#generator;
    if (!generator) return;
    const sampling = new AbortController();
    // A model that makes an image in one run is not stopped: the runs of a slider that moves are all seen.
    if (generator.model.sampler) this.#sampling = sampling;
    try {
      const asked = readSettings(this);
      const settings = this.#playback.playing ? this.#played(asked, generator) : asked;
      await this.#render(generator, settings, sampling.signal);
      if (generator !== this.#generator) return;
      this.#shown = settings;
      const { width, height } = this.#shadow.canvas;
      this.#shadow.showImage(describeImage(generator.model.name ?? 'a model', settings), [width, height]);
      this.#showBackend();
      this.#state = 'ready';
      this.#emit('image', { ...settings, width, height });
    } catch (error) {
      if (generator === this.#generator && !sampling.signal.aborted) this.#fail(error);
    }
  }

  /** A generator that lost its GPU goes to the CPU; the canvas that the GPU drew on then serves no longer. */
  async #render(generator: Generator, settings: ImageSettings, signal: AbortSignal): Promise<void> {
    const { backend } = generator;
    const options = { ...settings, signal, drawSteps: true, onProgress: this.#showStep };
    if (generator.model.sampler) this.#shadow.showStep(0, 1);
    try {
      await generator.render(this.#shadow.canvas, options);
    } catch (error) {
      if (generator.backend === backend) throw error;
      this.#shadow.replaceCanvas();
      await generator.render(this.#shadow.canvas, options);
    }
  }

  readonly #showStep = ({ done, total }: { readonly done: number; readonly total: number }): void => {
    if (!this.#generator?.model.sampler) return;
    this.#shadow.showStep(done, total);
    this.#emit('step', { step: done, steps: total });
  };

  #played(asked: ImageSettings, { model }: Generator): ImageSettings {
    return playedSettings(asked, model.edits[0] ?? model.directions[0], this.#playback.seconds);
  }

  #updatePlayback(): void {
    const wasPlaying = this.#playback.playing;
    this.#playback.set(this.play && this.#motionAllowed && this.#generator !== undefined);
    if (wasPlaying && !this.play) this.#redraw();
  }

  #showBackend(): void {
    if (this.#generator) this.#shadow.showStatus(backendText(this.#generator), this.#generator.backendReason);
  }

  #fail(error: unknown): void {
    const explanation = explainError(error);
    this.#state = 'failed';
    this.#shadow.showMessage(explanation);
    this.#showBackend();
    this.#emit('error', { error, message: `${explanation.title}. ${explanation.text}` });
  }

  #emit<Name extends keyof GanViewerEventMap>(name: Name, detail: GanViewerEventMap[Name]['detail']): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
