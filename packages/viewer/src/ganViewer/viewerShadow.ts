import type { Explanation } from './explainError.ts';
import { styles } from './styles.ts';

/** The parts inside the element, and what can be shown in them. */
export interface ViewerShadow {
  readonly canvas: HTMLCanvasElement;
  /** Below the image; empty until there are some. */
  readonly controls: HTMLElement;
  /** A canvas keeps its first kind of context for life: another backend needs a new one. */
  replaceCanvas(): void;
  showEmpty(): void;
  showLoading(fraction: number | undefined): void;
  /** A step of a model that samples is done: what is on the canvas, once something is, with how far it is. */
  showStep(step: number, steps: number): void;
  /** `size` is [width, height] in pixels. */
  showImage(description: string, size: readonly [number, number]): void;
  showMessage(explanation: Explanation): void;
  /** `why` is its tooltip. */
  showStatus(text: string, why: string): void;
}

/** One for all elements, made with the first. */
let sheet: CSSStyleSheet | undefined;

export function createViewerShadow(host: HTMLElement): ViewerShadow {
  const root = host.attachShadow({ mode: 'open' });
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
  }
  root.adoptedStyleSheets = [sheet];

  let canvas = part('canvas', 'canvas');
  const mark = part('span', 'mark');
  mark.textContent = 'synthetic';
  const bar = part('progress', 'progress');
  bar.max = 1;
  const loading = part('div', 'loading');
  const doing = document.createTextNode('');
  loading.append(slot('loading', doing, bar));
  const steps = part('progress', 'steps');
  const message = part('div', 'message');
  message.setAttribute('role', 'alert');
  const status = part('p', 'status');
  const stage = part('div', 'stage');
  stage.append(canvas, mark, steps, loading, message);
  const controls = part('div', 'controls');
  root.append(stage, controls, status);

  function show(...visible: readonly Element[]): void {
    for (const element of [canvas, mark, steps, loading, message])
      element.hidden = !visible.includes(element);
    host.toggleAttribute('aria-busy', false);
  }

  function showWaiting(text: string, fraction: number | undefined): void {
    if (loading.hidden) show(loading);
    host.setAttribute('aria-busy', 'true');
    doing.data = text;
    bar.setAttribute('aria-label', text);
    if (fraction === undefined) bar.removeAttribute('value');
    else bar.value = fraction;
  }

  function fitStage(width: number, height: number): void {
    stage.style.setProperty('--gan-viewer-aspect', `${width} / ${height}`);
  }

  return {
    get canvas() {
      return canvas;
    },
    controls,
    replaceCanvas() {
      const fresh = part('canvas', 'canvas');
      fresh.hidden = canvas.hidden;
      canvas.replaceWith(fresh);
      canvas = fresh;
    },
    showEmpty: () => show(),
    showLoading: (fraction) => showWaiting('Loading the model', fraction),
    showStep(step, count) {
      const text = `Step ${step} of ${count}`;
      // The first preview is drawn behind the first step.
      if (canvas.hidden && step < 2) return showWaiting(step === 0 ? 'Making the image' : text, step / count);
      if (step > 1) fitStage(canvas.width, canvas.height);
      show(canvas, mark, steps);
      host.setAttribute('aria-busy', 'true');
      steps.setAttribute('aria-label', step === 0 ? 'Making the image' : text);
      steps.value = step / count;
    },
    showImage(description, [width, height]) {
      canvas.setAttribute('role', 'img');
      canvas.setAttribute('aria-label', description);
      fitStage(width, height);
      show(canvas, mark);
    },
    showMessage({ title, text, isUnsupported }) {
      const strong = document.createElement('strong');
      const span = document.createElement('span');
      strong.textContent = title;
      span.textContent = text;
      message.replaceChildren(...(isUnsupported ? [slot('unsupported', strong, span)] : [strong, span]));
      show(message);
    },
    showStatus(text, why) {
      status.textContent = text;
      status.title = why;
    },
  };
}

/** A place for the page's own content; `fallback` where it has none. */
function slot(name: string, ...fallback: readonly Node[]): HTMLSlotElement {
  const element = document.createElement('slot');
  element.name = name;
  element.append(...fallback);
  return element;
}

function part<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, name: string): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  element.className = name;
  element.part.add(name);
  return element;
}
