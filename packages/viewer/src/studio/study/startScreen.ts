import { type OpenStudy, readStudy } from '@roentgan/datasets/study';
import { makeElement } from '../../controls/makeElement.ts';
import { button, errorLine, messageOf, paragraph, showPage } from './screen.ts';
import { listSessions } from './sessionStore.ts';

/** A study, the text of its file, and the reader who continues. */
export interface Started {
  readonly study: OpenStudy;
  readonly file: string;
  readonly reader?: string;
}

/** Asks for the file of a study, or offers those that were begun in this browser. */
export async function startScreen(problem = ''): Promise<Started> {
  const stored = await listSessions();
  return new Promise((resolve) => {
    const error = errorLine();
    error.textContent = problem;
    const open = (file: string, name: string, reader?: string) => {
      try {
        resolve({ study: readStudy(file, name), file, ...(reader !== undefined && { reader }) });
      } catch (thrown) {
        error.textContent = messageOf(thrown);
      }
    };
    const input = makeElement('input', {
      type: 'file',
      id: 'study-file',
      class: 'unseen',
      accept: '.json,application/json',
    });
    input.addEventListener('change', async () => {
      const [file] = input.files!;
      if (file) open(await file.text(), file.name);
      input.value = '';
    });
    const label = makeElement('label', { for: 'study-file', class: 'file-button' }, 'Open a study file');
    const begun = stored.map(({ session, studyFile, studyName, total }) => {
      const done = session.grading.length + session.detection.length;
      const text = `${studyName}, reader ${session.reader.code}: ${done} of ${total} answered`;
      return makeElement(
        'li',
        {},
        makeElement('span', {}, text),
        button('Continue', () => open(studyFile, studyName, session.reader.code), {
          'aria-label': `Continue ${text}`,
        }),
      );
    });
    showPage(
      'Take part in a reader study',
      paragraph('You need the file of the study and the folder of images that its maker gave you.'),
      makeElement('div', { class: 'drop' }, input, label, makeElement('span', {}, 'it ends in .study.json')),
      error,
      ...(begun.length > 0
        ? [makeElement('h3', {}, 'Begun in this browser'), makeElement('ul', { class: 'begun' }, ...begun)]
        : []),
      makeElement('h3', {}, 'For those who plan a study'),
      paragraph(
        makeElement('a', { href: '#make' }, 'Make a study'),
        ' from a folder of images, or go to the ',
        makeElement('a', { href: '../' }, 'studio'),
        '.',
      ),
    );
  });
}
