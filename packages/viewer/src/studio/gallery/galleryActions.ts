import { makeElement } from '../../controls/makeElement.ts';
import { MOST_COMPARED } from './comparison.ts';

export interface ActionEvents {
  onCompare(): void;
  onBack(): void;
  onOpen(): void;
  /** Resolves with what became of it. */
  onCopyLink(): Promise<string>;
  /** Resolves with the file's name. */
  onSave(signal: AbortSignal, onProgress: (done: number) => void): Promise<string>;
}

export interface GalleryActions {
  readonly element: HTMLElement;
  show(selected: number, comparing: boolean): void;
  /** Says something where it is seen and read aloud. */
  announce(text: string): void;
  /** Ends a save that runs. */
  stop(): void;
}

/** The buttons below the settings: compare, save, open, copy a link. */
export function createGalleryActions(events: ActionEvents): GalleryActions {
  const button = (text: string, onClick: () => void, primary = false) => {
    const made = makeElement('button', { type: 'button', class: primary ? 'primary' : '' }, text);
    made.addEventListener('click', onClick);
    return made;
  };
  let [selected, comparing] = [0, false];
  let saving: AbortController | undefined;

  const compare = button('Compare', () => (comparing ? events.onBack() : events.onCompare()), true);
  const save = button('Save PNG', () => void run());
  const open = button('Open', events.onOpen);
  const copy = button('Copy link', async () => announce(await events.onCopyLink()));
  const bar = makeElement('progress', { 'aria-label': 'Images saved', max: 1, value: 0 });
  const stop = button('Stop', () => saving?.abort());
  const progress = makeElement('div', { class: 'gallery-saving', hidden: true }, bar, stop);
  const status = makeElement('p', { class: 'gallery-announcement', role: 'status' });
  const element = makeElement(
    'section',
    { class: 'group actions' },
    compare,
    makeElement('div', { class: 'action-row' }, save, open, copy),
    progress,
    status,
  );

  function announce(text: string): void {
    status.textContent = text;
  }
  function showButtons(): void {
    const comparable = selected >= 2 && selected <= MOST_COMPARED;
    compare.textContent = comparing ? 'Back to the gallery' : comparable ? `Compare ${selected}` : 'Compare';
    compare.disabled = !comparing && !comparable;
    compare.title = compare.disabled ? `Select 2 to ${MOST_COMPARED} images` : '';
    save.textContent = selected > 1 ? `Save ${selected} PNGs` : 'Save PNG';
    save.disabled = selected === 0 || saving !== undefined;
    open.disabled = selected !== 1;
    open.hidden = comparing;
    progress.hidden = saving === undefined;
  }
  async function run(): Promise<void> {
    const total = selected;
    saving = new AbortController();
    bar.value = 0;
    showButtons();
    announce(total > 1 ? `Saving 0 of ${total}` : 'Saving');
    if (total > 1) stop.focus();
    try {
      const name = await events.onSave(saving.signal, (done) => {
        bar.value = done / total;
        announce(`Saving ${done} of ${total}`);
      });
      announce(`Saved ${name}`);
    } catch (error) {
      announce(
        saving.signal.aborted ? 'Stopped, nothing was saved.' : `Not saved: ${(error as Error).message}`,
      );
    }
    saving = undefined;
    const hadFocus = document.activeElement === stop;
    showButtons();
    if (hadFocus) save.focus();
  }
  return {
    element,
    show(count, isComparing) {
      [selected, comparing] = [count, isComparing];
      showButtons();
    },
    announce,
    stop() {
      saving?.abort();
    },
  };
}
