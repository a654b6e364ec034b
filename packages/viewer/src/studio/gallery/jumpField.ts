import { makeElement } from '../../controls/makeElement.ts';
import { whole } from './gallerySettings.ts';

/** A field for a seed to go to; what is no seed is said below it, and nothing moves. */
export function createJumpField(onSeed: (seed: number) => void): HTMLElement {
  const input = makeElement('input', {
    id: 'gallery-seed',
    type: 'text',
    class: 'field',
    inputmode: 'numeric',
    autocomplete: 'off',
    placeholder: '0',
    'aria-describedby': 'gallery-seed-error',
  });
  const go = makeElement('button', { type: 'button' }, 'Go');
  const error = makeElement('p', { id: 'gallery-seed-error', class: 'gallery-field-error', role: 'alert' });

  function jump(): void {
    const text = input.value.trim();
    const seed = whole(text);
    input.ariaInvalid = String(seed === undefined);
    error.textContent =
      seed === undefined
        ? `Seed is “${text}”, expected a whole number from 0 to ${Number.MAX_SAFE_INTEGER}.`
        : '';
    if (seed !== undefined) onSeed(seed);
  }
  go.addEventListener('click', jump);
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    jump();
  });
  return makeElement(
    'section',
    { class: 'group' },
    makeElement('label', { class: 'heading', for: input.id }, 'Go to seed'),
    makeElement('div', { class: 'gallery-jump' }, input, go),
    error,
  );
}
