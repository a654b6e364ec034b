import { makeElement } from '../../controls/makeElement.ts';
import { createIcon, type IconName } from './icons.ts';

/** Groups of buttons of which one at a time is in the order of Tab; arrow keys go on from there. */
export interface Toolbar {
  readonly element: HTMLElement;
}

/** @param name - what screen readers call it */
export function createToolbar(name: string, groups: readonly (readonly HTMLButtonElement[])[]): Toolbar {
  const buttons = groups.flat();
  for (const [at, button] of buttons.entries()) button.tabIndex = at === 0 ? 0 : -1;
  const element = makeElement(
    'div',
    { class: 'toolbar', role: 'toolbar', 'aria-label': name },
    ...groups.map((group) => makeElement('div', { class: 'tool-group' }, ...group)),
  );
  element.addEventListener('focusin', ({ target }) => {
    for (const button of buttons) button.tabIndex = button === target ? 0 : -1;
  });
  element.addEventListener('keydown', (event) => {
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const last = buttons.length - 1;
    const targets: Record<string, number> = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      Home: 0,
      End: last,
    };
    const to = targets[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    buttons[to]!.focus();
  });
  return { element };
}

/** A button that shows an icon; `keys` are those that do the same. */
export function toolButton(
  icon: IconName,
  name: string,
  keys: string,
  onClick: () => void,
  attributes: Readonly<Record<string, string>> = {},
): HTMLButtonElement {
  const title = `${name} (${keys})`;
  const button = makeElement('button', {
    type: 'button',
    class: 'tool',
    'aria-label': name,
    title,
    ...attributes,
  });
  button.append(createIcon(icon));
  button.addEventListener('click', () => {
    if (button.ariaDisabled !== 'true') onClick();
  });
  return button;
}

/** Shows whether a button that stays pressed is. */
export function press(button: HTMLElement, pressed: boolean): void {
  button.setAttribute('aria-pressed', String(pressed));
}

/** Not `disabled`: that would take the focus from whoever is on the button. */
export function enable(button: HTMLElement, enabled: boolean): void {
  button.ariaDisabled = String(!enabled);
}
