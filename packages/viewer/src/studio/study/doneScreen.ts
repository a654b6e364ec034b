import { makeElement } from '../../controls/makeElement.ts';
import { button, paragraph, showPage } from './screen.ts';

/** The end: the result as a file, and what may be deleted. Resolves when the answers are to be forgotten. */
export function doneScreen(saveResult: () => string): Promise<void> {
  return new Promise((resolve) => {
    const saved = makeElement('p', { class: 'state', role: 'status' });
    let isSaved = false;
    const save = () => {
      const name = saveResult();
      isSaved = true;
      saved.textContent = `${name} was handed to your browser's downloads. Give this file to the maker of the study.`;
    };
    const forget = button('Delete my answers from this browser', () => {
      if (isSaved || confirm('The result was not saved in this visit. Delete the answers all the same?'))
        resolve();
    });
    showPage(
      'Thank you',
      paragraph(
        'All images are answered. Save your result and give the file to the maker of the study; nothing was sent.',
      ),
      makeElement(
        'div',
        { class: 'button-row' },
        button('Save result file', save, { class: 'primary' }),
        forget,
      ),
      saved,
    );
  });
}

/** After answers were deleted. */
export function goneScreen(heading: string): void {
  showPage(heading, paragraph('Your answers are no longer in this browser. You can close the tab.'));
}
