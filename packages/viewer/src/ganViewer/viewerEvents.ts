import type { Generator } from '@roentgan/gan-runtime';
import type { ImageSettings } from './imageSettings.ts';

/** `empty`: no src yet. `failed`: a message stands where the image would. */
export type ViewerState = 'empty' | 'loading' | 'ready' | 'failed';

export interface ReadyDetail {
  readonly model: Generator['model'];
  readonly backend: Generator['backend'];
  readonly adapter: string;
  /** Why this backend was taken. */
  readonly backendReason: string;
}

/** What the picture on screen shows, and its size in pixels. */
export interface ImageDetail extends ImageSettings {
  readonly width: number;
  readonly height: number;
}

/** Of a model that samples in many steps, counted from 1. */
export interface StepDetail {
  readonly step: number;
  readonly steps: number;
}

/** Bytes; `total` is absent where the server does not say. */
export interface ProgressDetail {
  readonly loaded: number;
  readonly total?: number | undefined;
}

export interface ErrorDetail {
  readonly error: unknown;
  /** What the viewer shows: what happened and what to do. */
  readonly message: string;
}

export interface GanViewerEventMap {
  ready: CustomEvent<ReadyDetail>;
  step: CustomEvent<StepDetail>;
  image: CustomEvent<ImageDetail>;
  progress: CustomEvent<ProgressDetail>;
  error: CustomEvent<ErrorDetail>;
}

/** An element whose listeners know the details of these events. */
export interface ViewerElement extends HTMLElement {
  addEventListener<Name extends keyof GanViewerEventMap>(
    name: Name,
    listener: (event: GanViewerEventMap[Name]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    name: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}
