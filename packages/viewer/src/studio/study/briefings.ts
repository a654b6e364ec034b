import { type OpenStudy, type Phase, type Protocol, phaseLength } from '@roentgan/datasets/study';
import { makeElement } from '../../controls/makeElement.ts';
import { isKellgrenLawrence } from './answerForm.ts';
import { button, key, paragraph, showPage } from './screen.ts';

/** What the first phase asks, with its keys. */
export function gradingBriefing(open: OpenStudy, answered: number): Promise<void> {
  const { grades } = open.study;
  const keys = isKellgrenLawrence(grades) ? ['0', '4'] : ['1', String(grades.length)];
  const scale = isKellgrenLawrence(grades)
    ? 'Give each knee its Kellgren-Lawrence grade.'
    : 'Give each image its grade.';
  return briefing(open, 'grading', answered, 'Part 1 of 2: grading', paragraph(scale), digitKeys(keys));
}

export type Consent = 'continue' | 'withdraw';

/** Says what the study is about, and asks whether the reader stays with it. */
export function disclosure(): Promise<Consent> {
  return new Promise((resolve) => {
    showPage(
      'What this study is about',
      paragraph(
        'Thank you: the first part is done. Some of the images that you graded are radiographs of people. The others are ',
        makeElement('strong', {}, 'synthetic'),
        ': a computer model made them, and they show nobody. You were not told before, so that it would not influence your grades.',
      ),
      paragraph(
        'In the second part you see the same images in another order, and say for each whether it is real or synthetic, and how sure you are. How many are synthetic is not told.',
      ),
      paragraph(
        'If you do not want your answers to be used, you can withdraw now: they are deleted from this browser.',
      ),
      makeElement(
        'div',
        { class: 'button-row' },
        button('Go on to part 2', () => resolve('continue'), { class: 'primary' }),
        button('Withdraw and delete my answers', () => resolve('withdraw')),
      ),
    );
  });
}

/** What the second phase asks, with its keys. */
export function detectionBriefing(open: OpenStudy, answered: number): Promise<void> {
  const { protocol } = open.study;
  return briefing(
    open,
    'detection',
    answered,
    'Part 2 of 2: real or synthetic',
    paragraph(
      'Say for each image whether it is a radiograph of a person or made by a model, and how sure you are.',
    ),
    ...detectionKeys(protocol),
  );
}

function detectionKeys({ confidence }: Protocol): HTMLElement[] {
  if (confidence === 'six-point') return [digitKeys(['1', '6'])];
  return [
    keyLine([key('R'), ' or ', key('S')], 'real or synthetic; also the left and right arrow'),
    digitKeys(['1', '5'], 'how sure; also the up and down arrow'),
  ];
}

function digitKeys([first, last]: readonly string[], text = 'choose; the arrows do, too'): HTMLElement {
  return keyLine([key(first!), ' to ', key(last!)], text);
}

function keyLine(keys: readonly (Node | string)[], text: string): HTMLElement {
  return makeElement(
    'div',
    { class: 'key-line' },
    makeElement('dt', {}, ...keys),
    makeElement('dd', {}, text),
  );
}

function briefing(
  { study }: OpenStudy,
  phase: Phase,
  answered: number,
  heading: string,
  ...content: readonly HTMLElement[]
): Promise<void> {
  const total = phaseLength(study);
  const rest =
    answered > 0
      ? `${answered} of ${total} images are answered, ${total - answered} are left.`
      : `There are ${total} images.`;
  const lines = content.filter((element) => element.classList.contains('key-line'));
  const texts = content.filter((element) => !lines.includes(element));
  const { tools, allowBack } = study.protocol;
  return new Promise((resolve) => {
    showPage(
      heading,
      ...texts,
      paragraph(
        `${rest} The time for each is noted; take the time you need, and pause when you are interrupted.`,
      ),
      makeElement(
        'dl',
        { class: 'keys' },
        ...lines,
        keyLine([key('Enter')], 'next image'),
        keyLine([key('P')], 'pause'),
        ...(allowBack ? [keyLine([key('B')], 'back to the image before')] : []),
        ...(tools
          ? [
              keyLine(
                [key('+'), ' ', key('−'), ' ', key('I'), ' ', key('Z')],
                'zoom in, zoom out, invert, reset',
              ),
            ]
          : []),
      ),
      button(answered > 0 ? 'Continue' : 'Start', resolve, { class: 'primary', 'data-phase': phase }),
    );
  });
}
