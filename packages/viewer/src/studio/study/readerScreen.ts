import { type OpenStudy, phaseLength, type Reader, readerCode } from '@roentgan/datasets/study';
import { makeElement } from '../../controls/makeElement.ts';
import { button, errorLine, messageOf, paragraph, paragraphs, showPage } from './screen.ts';
import { findSession, listSessions, type StoredSession } from './sessionStore.ts';

/** A reader who begins, or one whose answers are in this browser. */
export type Arrived = { readonly reader: Reader } | { readonly stored: StoredSession };

const roles = [
  'Radiologist',
  'Radiology resident',
  'Orthopaedic surgeon',
  'Other physician',
  'Radiographer',
  'Student',
  'Other',
];

/** Says what a reader is in for, as far as may be said before the first phase, and asks who it is. */
export async function readerScreen({ id, study }: OpenStudy): Promise<Arrived> {
  const total = phaseLength(study);
  const begun = await listSessions(id);
  return new Promise((resolve) => {
    const error = errorLine();
    const code = makeElement('input', {
      id: 'code',
      autocomplete: 'off',
      maxlength: 40,
      required: true,
      'aria-describedby': 'code-hint',
    });
    const role = makeElement(
      'select',
      { id: 'role' },
      ...['', ...roles].map((text) => makeElement('option', {}, text)),
    );
    const years = makeElement('input', {
      id: 'years',
      type: 'number',
      min: 0,
      max: 80,
      step: 'any',
      inputmode: 'decimal',
    });
    const form = makeElement(
      'form',
      { class: 'fields', novalidate: true },
      field('code', 'Reader code', code, 'As the maker of the study gave it to you; not your name.'),
      field('role', 'Role', role),
      field('years', 'Years of experience with such images', years),
      error,
      makeElement('button', { type: 'submit', class: 'primary' }, 'Continue'),
    );
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      try {
        const typed = readerCode(code.value);
        if (!years.validity.valid)
          throw new RangeError('years of experience: expected a number from 0 to 80');
        const stored = await findSession(id, typed).catch(() => undefined);
        const experience = years.value === '' ? {} : { years: years.valueAsNumber };
        resolve(stored ? { stored } : { reader: { code: typed, role: role.value, ...experience } });
      } catch (thrown) {
        error.textContent = messageOf(thrown);
      }
    });
    showPage(
      'Before you begin',
      paragraph(
        `The study has two parts. In the first you grade ${total} images, one at a time. What the second part asks, and what the study is about, is explained between them, so that it does not influence your grades; you can then still withdraw.`,
      ),
      ...paragraphs(study.protocol.introduction ?? ''),
      makeElement(
        'ul',
        {},
        item(
          'Your answers and the time for each are kept in this browser. Nothing is sent anywhere: at the end you save them as a file.',
        ),
        item('You may close the tab at any time and continue later in the same browser, with the same code.'),
        item('The images stay on this computer. They are shown for this study only, not for diagnosis.'),
        item(
          study.protocol.allowBack
            ? 'You can go back to images of the same part.'
            : 'There is no going back to an image once it is answered.',
        ),
      ),
      ...(begun.length > 0 ? [begunList(begun, total, (stored) => resolve({ stored }))] : []),
      form,
    );
  });
}

function begunList(
  begun: readonly StoredSession[],
  total: number,
  onContinue: (stored: StoredSession) => void,
): HTMLElement {
  const rows = begun.map((stored) => {
    const { session } = stored;
    const done = session.grading.length + session.detection.length;
    const text = `Reader ${session.reader.code}: ${done} of ${total * 2} answered`;
    return makeElement(
      'li',
      {},
      makeElement('span', {}, text),
      button('Continue', () => onContinue(stored), { 'aria-label': `Continue as ${text}` }),
    );
  });
  return makeElement(
    'div',
    {},
    makeElement('h3', {}, 'Begun in this browser'),
    makeElement('ul', { class: 'begun' }, ...rows),
  );
}

export function field(id: string, text: string, input: HTMLElement, hint?: string): HTMLElement {
  return makeElement(
    'div',
    { class: 'field' },
    makeElement('label', { for: id }, text),
    input,
    ...(hint ? [makeElement('p', { class: 'hint', id: `${id}-hint` }, hint)] : []),
  );
}

function item(text: string): HTMLElement {
  return makeElement('li', {}, text);
}
