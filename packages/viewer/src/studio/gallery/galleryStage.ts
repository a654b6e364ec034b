import { makeElement } from '../../controls/makeElement.ts';
import { explainError } from '../../ganViewer/explainError.ts';

/** Where the images are, with the line below them that says what they are and how many are still to come. */
export interface GalleryStage {
  readonly element: HTMLElement;
  /** While it is shown, nothing is made. */
  readonly hasError: boolean;
  showError(error: Error): void;
  clearError(): void;
  showProgress(left: number, all: number): void;
  /** What the images counted are: `in view`. */
  setPlural(which: string): void;
}

export function createGalleryStage(onRetry: () => void): GalleryStage {
  const progress = makeElement('span', { class: 'gallery-progress' });
  const caution = makeElement(
    'p',
    { class: 'caution' },
    makeElement('strong', {}, 'Synthetic images.'),
    ' Not for diagnosis.',
    progress,
  );
  const message = makeElement('span');
  const retry = makeElement('button', { type: 'button' }, 'Try again');
  const alert = makeElement('div', { class: 'gallery-error', role: 'alert', hidden: true }, message, retry);
  const element = makeElement('section', { class: 'gallery-stage', 'aria-label': 'Images' }, alert, caution);
  let which = '';

  function clearError(): void {
    alert.hidden = true;
    message.textContent = '';
  }
  retry.addEventListener('click', () => {
    clearError();
    onRetry();
  });
  return {
    element,
    get hasError() {
      return !alert.hidden;
    },
    showError(error) {
      const { title, text } = explainError(error);
      message.textContent = `${title}. ${text}`;
      alert.hidden = false;
    },
    clearError,
    showProgress(left, all) {
      progress.textContent = left > 0 ? `${all - left} of ${all} ${which} drawn` : '';
    },
    setPlural(to) {
      which = to;
    },
  };
}
