import type { Generator } from '@roentgan/gan-runtime';
import { backendText } from './backendText.ts';
import { explainError } from './explainError.ts';
import {
  describeImage,
  type ImageSettings,
  readBackend,
  readSettings,
  readSource,
  readThreads,
} from './imageSettings.ts';
import { latestOnly } from './latestOnly.ts';
import { createPlayback, playedSettings } from './playback.ts';
import { type Borrowed, borrowGenerator } from './sharedGenerator.ts';
import type { GanViewerEventMap, ViewerState } from './viewerEvents.ts';
import { ViewerProperties } from './viewerProperties.ts';
import { createViewerShadow } from './viewerShadow.ts';
import { type Visibility, watchVisibility } from './visibility.ts';

/**
 * `<gan-viewer src="knee.safetensors" seed="7" labels="grade=3">`: one image of a generator, drawn where it stands.
 * Attributes and properties reflect each other; changes made together become one picture. docs/embedding.md has the rest.
 */
export class GanViewer extends ViewerProperties {
  readonly #shadow = createViewerShadow(this);
  readonly #drawing = latestOnly(() => this.#draw());
  readonly #playback = createPlayback(() => this.#drawing.busy || this.#drawing.request());
  #state: ViewerState = 'empty';
  #borrowed: Borrowed | undefined;
  #generator: Generator | undefined;
  #shown: ImageSettings | undefined;
  /** What drew on the canvas: a canvas keeps its first kind of context for life. */
  #drawnBy: Generator['backend'] | undefined;
  /** Ends the drawing of a model that takes many steps, where it is not wanted any more. */
  #sampling: AbortController | undefined;
  #stopWatching: (() => void) | undefined;
  #closeControls: (() => void) | undefined;
  #visibility: Visibility | undefined;
  /** What an update has to do; it waits while the element sleeps. Undefined where there is nothing. */
  #pending: { readonly load: boolean } | undefined;

  get state(): ViewerState {
    return this.#state;
  }
  /** The loaded generator, from `ready` until `src`, `backend` or `threads` changes. The element disposes it, with the last that shares it. */
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
    this.adoptProperties();
    this.#stopWatching = watchVisibility(this, (visibility) => {
      this.#visibility = visibility;
      this.#update();
      this.#updatePlayback();
    });
    if (!this.#generator) this.#schedule(true);
  }

  disconnectedCallback(): void {
    this.#stopWatching?.();
    this.#visibility = undefined;
    this.#updatePlayback();
    // An element that only moves within the page is connected again before the microtask runs.
    queueMicrotask(() => this.isConnected || this.#unload());
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after || !this.isConnected) return;
    if (name === 'play') this.#playback.seek(0);
    this.#schedule(name === 'src' || name === 'backend' || name === 'threads');
  }

  #schedule(load: boolean): void {
    this.#pending = { load: load || this.#pending?.load === true };
    queueMicrotask(() => this.#update());
  }

  /** Does what is pending, all of it as one, unless the element sleeps. */
  #update(): void {
    const isAwake = this.loading === 'eager' || this.#visibility?.isNear;
    if (!this.#pending || !this.isConnected || !isAwake) return;
    const { load } = this.#pending;
    this.#pending = undefined;
    this.#updateControls();
    if (load) void this.#load();
    else this.#redraw();
    this.#updatePlayback();
  }

  async #load(): Promise<void> {
    this.#unload();
    if (this.src === '') return;
    this.#state = 'loading';
    this.#shadow.showLoading(undefined);
    let borrowed: Borrowed | undefined;
    try {
      const threads = readThreads(this);
      const options = { backend: readBackend(this), ...(threads === undefined ? {} : { threads }) };
      borrowed = borrowGenerator(readSource(this), options, (progress) => {
        this.#shadow.showLoading(progress.total ? progress.loaded / progress.total : undefined);
        this.#emit('progress', progress);
      });
      this.#borrowed = borrowed;
      const generator = await borrowed.generator;
      if (borrowed !== this.#borrowed) return;
      this.#generator = generator;
    } catch (error) {
      if (borrowed === this.#borrowed) this.#fail(error);
      return;
    }
    this.#replaceCanvas();
    const { model, backend, adapter, backendReason } = this.#generator;
    this.#emit('ready', { model, backend, adapter, backendReason });
    this.#schedule(false);
  }

  #unload(): void {
    this.#sampling?.abort();
    this.#borrowed?.release();
    this.#borrowed = undefined;
    this.#generator = undefined;
    this.#shown = undefined;
    this.#state = 'empty';
    this.#shadow.controls.replaceChildren();
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
    const options = { ...settings, signal, drawSteps: true, onProgress: this.#showStep };
    if (generator.model.sampler) this.#shadow.showStep(0, 1);
    const { backend } = generator;
    // It may have gone there while another element drew.
    if (this.#drawnBy && this.#drawnBy !== backend) this.#replaceCanvas();
    this.#drawnBy = backend;
    try {
      await generator.render(this.#shadow.canvas, options);
    } catch (error) {
      if (generator.backend === backend) throw error;
      this.#replaceCanvas();
      await generator.render(this.#shadow.canvas, options);
    }
    this.#drawnBy = generator.backend;
  }

  #replaceCanvas(): void {
    this.#shadow.replaceCanvas();
    this.#drawnBy = undefined;
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
    this.#playback.set(this.play && this.#visibility?.mayMove === true && this.#generator !== undefined);
    if (wasPlaying && !this.play) this.#redraw();
  }

  /** Their code is loaded where they are wanted first. */
  #updateControls(): void {
    if (this.controls === (this.#closeControls !== undefined)) return;
    this.#closeControls?.();
    this.#closeControls = undefined;
    if (!this.controls) return;
    let isClosed = false;
    this.#closeControls = () => {
      isClosed = true;
    };
    import('./viewerControls.ts').then(
      ({ openViewerControls }) => {
        if (!isClosed) this.#closeControls = openViewerControls(this, this.#shadow.controls);
      },
      (error: unknown) => isClosed || this.#failControls(error),
    );
  }

  /** Where they would be: the picture needs no controls, and comes whenever it is ready. */
  #failControls(error: unknown): void {
    const { title, text } = explainError(error);
    const message = `${title}. ${text}`;
    const line = document.createElement('p');
    line.setAttribute('role', 'alert');
    line.textContent = message;
    this.#shadow.controls.replaceChildren(line);
    this.#emit('error', { error, message });
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
