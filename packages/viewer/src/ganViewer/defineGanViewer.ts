import { GanViewer } from './ganViewer.ts';

/** Registers `<gan-viewer>` once, and not at all where there is no DOM. */
export function defineGanViewer(): void {
  const registry = globalThis.customElements;
  if (registry && !registry.get('gan-viewer')) registry.define('gan-viewer', GanViewer);
}

declare global {
  interface HTMLElementTagNameMap {
    'gan-viewer': GanViewer;
  }
}
