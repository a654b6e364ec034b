import { makeElement } from '../controls/makeElement.ts';
import type { Studio, StudioView } from './view.ts';
import { views } from './views.ts';

/** The navigation between views, and the view in front. */
export interface ViewSwitch {
  /** The name of the view in front. */
  readonly current: string;
  /** Brings a view to the front; one that there is not, or that does not serve the model, is the first that does. */
  show(name: string | undefined): Promise<void>;
  /** Ends every view: the model goes. */
  close(): void;
}

/** Builds the navigation for one model; `onChange` hears the name of each view that comes to the front, `onError` why one could not. */
export function createViewSwitch(
  studio: Studio,
  navigation: HTMLElement,
  place: HTMLElement,
  onChange: (name: string) => void,
  onError: (error: Error) => void,
): ViewSwitch {
  const entries = views.filter(({ serves }) => serves(studio.model));
  const made = new Map<string, StudioView>();
  let current = '';
  let closed = false;

  const links = entries.map(({ name, title }) => {
    const link = makeElement('a', { href: `#view=${name}` }, title);
    link.addEventListener('click', (event) => {
      event.preventDefault(); // the address keeps the state besides
      if (name !== current) void show(name);
    });
    return link;
  });
  navigation.replaceChildren(...links);
  navigation.hidden = entries.length < 2;

  async function show(name: string | undefined): Promise<void> {
    const entry = entries.find((candidate) => candidate.name === name) ?? entries[0]!;
    const before = current;
    current = entry.name;
    for (const [at, link] of links.entries()) setCurrent(link, entries[at]!.name === current);
    // The first is not preceded by another, whose picture or error would be seen while its code is loaded.
    if (before === '') hidePlaced(entry.name);
    try {
      if (!made.has(entry.name)) {
        const create = await entry.load();
        if (closed || current !== entry.name) return;
        // Asked for twice while it was loading, it is made once.
        if (!made.has(entry.name)) made.set(entry.name, create(studio));
      }
    } catch (error) {
      if (closed) return;
      onError(error as Error);
      if (before !== '' && before !== entry.name) await show(before);
      return;
    }
    for (const [other, view] of made) {
      if (other === entry.name || view.element.hidden) continue;
      view.hide();
      view.element.hidden = true;
    }
    const view = made.get(entry.name)!;
    hidePlaced(entry.name);
    if (!view.element.isConnected) place.append(view.element);
    view.element.hidden = false;
    onChange(entry.name);
    view.show();
  }

  /** What the page itself holds is there before it is opened as a view. */
  function hidePlaced(except: string): void {
    for (const child of place.querySelectorAll<HTMLElement>(':scope > [data-static]'))
      if (child.dataset.static !== except) child.hidden = true;
  }

  return {
    get current() {
      return current;
    },
    show,
    close() {
      closed = true;
      for (const [name, view] of made) {
        if (name === current) view.hide();
        view.close?.();
        view.element.hidden = true;
        if (!view.element.hasAttribute('data-static')) view.element.remove();
      }
      made.clear();
    },
  };
}

function setCurrent(link: HTMLElement, current: boolean): void {
  if (current) link.setAttribute('aria-current', 'page');
  else link.removeAttribute('aria-current');
}
