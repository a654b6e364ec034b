import type { StudioState } from '../studioState.ts';
import type { Studio } from '../view.ts';
import { createHistory } from './history.ts';
import { enable, toolButton } from './toolbar.ts';

/** Buttons that take changes of the image's settings back and do them again. */
export interface Undo {
  readonly buttons: readonly [undo: HTMLButtonElement, redo: HTMLButtonElement];
}

/** Keys pressed one after the other on one control are one step, where no more than this lies between them. */
const restMs = 1000;

/** Also listens to Ctrl+Z and Ctrl+Shift+Z while `active` says so. */
export function createUndo(studio: Studio, active: () => boolean, signal: AbortSignal): Undo {
  const history = createHistory(studio.state, (a, b) => changedPart(a, b) === undefined);
  let restoring = false;
  let pressed = false;
  let timer = 0;

  const go = (to: StudioState | undefined) => {
    if (!to) return;
    restoring = true;
    studio.show(to);
    restoring = false;
    showButtons();
  };
  const undo = toolButton('undo', 'Undo', 'Ctrl+Z', () => go(history.undo()));
  const redo = toolButton('redo', 'Redo', 'Ctrl+Shift+Z', () => go(history.redo()));
  function showButtons(): void {
    enable(undo, history.canUndo);
    enable(redo, history.canRedo);
  }
  function endStep(): void {
    if (!pressed) history.close();
  }
  const stop = studio.watch((state) => {
    if (restoring) return;
    const part = changedPart(history.current, state);
    history.record(state, part === 'several' ? undefined : part);
    clearTimeout(timer);
    timer = window.setTimeout(endStep, restMs);
    showButtons();
  });
  signal.addEventListener('abort', () => {
    stop();
    clearTimeout(timer);
  });
  // A press begins a step, and letting go ends it: so each click is one, and so is each drag, however long it rests.
  for (const [name, down] of [
    ['pointerdown', true],
    ['pointerup', false],
    ['pointercancel', false],
  ] as const) {
    addEventListener(
      name,
      () => {
        pressed = down;
        history.close();
      },
      { signal, capture: true },
    );
  }
  addEventListener(
    'keydown',
    (event) => {
      const key = event.key.toLowerCase();
      if (!(event.ctrlKey || event.metaKey) || event.altKey || (key !== 'z' && key !== 'y')) return;
      if (!active() || isText(event.target)) return;
      event.preventDefault();
      go(key === 'y' || event.shiftKey ? history.redo() : history.undo());
    },
    { signal },
  );
  showButtons();
  return { buttons: [undo, redo] };
}

/** Which one control leads from one state to the other; `several` where it takes more, undefined where they are equal. */
function changedPart(from: StudioState, to: StudioState): string | undefined {
  const parts = ['seed', 'truncation'].filter(
    (name) => from[name as 'seed' | 'truncation'] !== to[name as 'seed' | 'truncation'],
  );
  for (const group of ['labels', 'edits'] as const)
    for (const name of Object.keys(to[group]))
      if (from[group][name] !== to[group][name]) parts.push(`${group}.${name}`);
  return parts.length > 1 ? 'several' : parts[0];
}

/** Where text is typed the browser's own undo is meant. */
function isText(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLInputElement && ['text', 'search', 'email', 'url'].includes(target.type);
}
