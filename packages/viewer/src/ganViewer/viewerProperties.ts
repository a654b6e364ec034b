import { type Assignments, formatAssignments, parseAssignments, parseNumbers } from './assignments.ts';
import type { ViewerBackend } from './imageSettings.ts';
import { optionalNumber, setOptionalNumber } from './optionalNumber.ts';
import type { ViewerElement } from './viewerEvents.ts';

/** Where there is no DOM (server rendering) the class can be imported, but not used. */
const ElementBase = (globalThis.HTMLElement ?? class {}) as new () => ViewerElement;

/** The attributes of `<gan-viewer>`, and a property for each; they reflect each other. */
export class ViewerProperties extends ElementBase {
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
    'controls',
    'loading',
  ];

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

  /** Settings of the image, below it. */
  get controls(): boolean {
    return this.hasAttribute('controls');
  }
  set controls(controls: boolean) {
    this.toggleAttribute('controls', controls);
  }
  /** `lazy`: loads and draws only on screen or near it. `eager`: wherever it is. */
  get loading(): 'lazy' | 'eager' {
    return this.getAttribute('loading') === 'eager' ? 'eager' : 'lazy';
  }
  set loading(loading: 'lazy' | 'eager') {
    this.setAttribute('loading', loading);
  }

  /** A property that a framework set before this class was registered hides the accessor: set it again through it. */
  protected adoptProperties(): void {
    for (const name of ViewerProperties.observedAttributes) {
      if (!Object.hasOwn(this, name)) continue;
      const { value } = Object.getOwnPropertyDescriptor(this, name)!;
      Reflect.deleteProperty(this, name);
      Reflect.set(this, name, value);
    }
  }
}
