import type { Explanation } from './explainError.ts';
import { styles } from './styles.ts';

/** The parts inside the element, and what can be shown in them. */
export interface ViewerShadow {
  readonly canvas: HTMLCanvasElement;
  /** A canvas keeps its first kind of context for life: another backend needs a new one. */
  replaceCanvas(): void;
  showEmpty(): void;
  showLoading(fraction: number | undefined): void;
  /** `size` is [width, height] in pixels. */
  showImage(description: string, size: readonly [number, number]): void;
  showMessage(explanation: Explanation): void;
  /** `why` is its tooltip. */
  showStatus(text: string, why: string): void;
}

export function createViewerShadow(host: HTMLElement): ViewerShadow {
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  root.adoptedStyleSheets = [sheet];

  let canvas = part('canvas', 'canvas');
  const mark = part('span', 'mark');
  mark.textContent = 'synthetic';
  const bar = part('progress', 'progress');
  bar.max = 1;
  const loading = part('div', 'loading');
  loading.append('Loading the model', bar);
  bar.setAttribute('aria-label', 'Loading the model');
  const message = part('div', 'message');
  message.setAttribute('role', 'alert');
  const status = part('p', 'status');
  const stage = part('div', 'stage');
  stage.append(canvas, mark, loading, message);
  root.append(stage, status);

  function show(...visible: readonly Element[]): void {
    for (const element of [canvas, mark, loading, message]) element.hidden = !visible.includes(element);
    host.toggleAttribute('aria-busy', false);
  }

  return {
    get canvas() {
      return canvas;
    },
    replaceCanvas() {
      const fresh = part('canvas', 'canvas');
      fresh.hidden = canvas.hidden;
      canvas.replaceWith(fresh);
      canvas = fresh;
    },
    showEmpty: () => show(),
    showLoading(fraction) {
      if (loading.hidden) show(loading);
      host.setAttribute('aria-busy', 'true');
      if (fraction === undefined) bar.removeAttribute('value');
      else bar.value = fraction;
    },
    showImage(description, [width, height]) {
      canvas.setAttribute('role', 'img');
      canvas.setAttribute('aria-label', description);
      stage.style.setProperty('--gan-viewer-aspect', `${width} / ${height}`);
      show(canvas, mark);
    },
    showMessage({ title, text }) {
      const strong = document.createElement('strong');
      const span = document.createElement('span');
      strong.textContent = title;
      span.textContent = text;
      message.replaceChildren(strong, span);
      show(message);
    },
    showStatus(text, why) {
      status.textContent = text;
      status.title = why;
    },
  };
}

function part<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, name: string): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  element.className = name;
  element.part.add(name);
  return element;
}
