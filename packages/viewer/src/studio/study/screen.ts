import { byId, makeElement } from '../../controls/makeElement.ts';

/** Puts a screen in the place of the one before; its heading gets the focus, so that it is read out. */
export function showScreen(...content: readonly Node[]): HTMLElement {
  const screen = byId('screen');
  screen.removeAttribute('aria-busy');
  screen.className = '';
  screen.replaceChildren(...content);
  scrollTo(0, 0);
  focusHeading(screen);
  return screen;
}

/** A screen of text and forms, in a column that is easy to read. */
export function showPage(heading: string, ...content: readonly (Node | string)[]): HTMLElement {
  return showScreen(
    makeElement('div', { class: 'column' }, makeElement('h2', { tabindex: -1 }, heading), ...content),
  );
}

export function focusHeading(screen: HTMLElement): void {
  screen.querySelector<HTMLElement>('h2')?.focus();
}

/** Says something to those who listen. */
export function say(text: string): void {
  byId('status').textContent = text;
}

export function paragraph(...content: readonly (Node | string)[]): HTMLParagraphElement {
  return makeElement('p', {}, ...content);
}

/** Paragraphs of text that are parted by empty lines. */
export function paragraphs(text: string): HTMLParagraphElement[] {
  return text
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => paragraph(part));
}

export function button(
  text: string,
  onClick: () => void,
  attributes: Readonly<Record<string, string | boolean>> = {},
): HTMLButtonElement {
  const element = makeElement('button', { type: 'button', ...attributes }, text);
  element.addEventListener('click', onClick);
  return element;
}

/** A key, as it is printed on a keyboard. */
export function key(name: string): HTMLElement {
  return makeElement('kbd', {}, name);
}

/** A place for one error at a time; screen readers hear it at once. */
export function errorLine(): HTMLParagraphElement {
  return makeElement('p', { class: 'problem', role: 'alert' });
}

export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
