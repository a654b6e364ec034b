import { makeElement } from '../../controls/makeElement.ts';
import { button, key, paragraph } from './screen.ts';

/** Hides what is behind it until the reader goes on. */
export function pauseDialog(savePartial: () => void): Promise<void> {
  const dialog = makeElement('dialog', { 'aria-labelledby': 'pause-heading' });
  const go = button('Continue ', () => dialog.close(), { class: 'primary', autofocus: true });
  go.append(key('Enter'));
  dialog.append(
    makeElement('h2', { id: 'pause-heading' }, 'Paused'),
    paragraph(
      'The clock stands still. Your answers are kept in this browser: you may also close the tab and continue later.',
    ),
    makeElement('div', { class: 'button-row' }, go, button('Save answers so far', savePartial)),
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve();
    });
  });
}
