import type { Given, Phase, Study } from '@roentgan/datasets/study';
import { makeElement } from '../../controls/makeElement.ts';
import { key } from './screen.ts';

/** Asks for one answer. */
export interface AnswerForm {
  readonly element: HTMLElement;
  /** What is chosen; `undefined` while something is missing. */
  readonly given: Given | undefined;
  show(given: Given | undefined): void;
  /** What a key chooses: a digit, a letter, an arrow. False where it means nothing here. */
  press(name: string): boolean;
}

interface Choice {
  readonly key: string;
  readonly text: string;
}

/** Of Kellgren and Lawrence, in the words of their atlas, shortened. */
const kellgrenLawrence = ['None', 'Doubtful', 'Minimal', 'Moderate', 'Severe'];

const sixPoints = [
  'Certainly real',
  'Probably real',
  'Perhaps real',
  'Perhaps synthetic',
  'Probably synthetic',
  'Certainly synthetic',
];
const fiveLevels = ['A guess', 'Rather unsure', 'Fairly sure', 'Sure', 'Certain'];

export function createAnswerForm({ grades, protocol }: Study, phase: Phase, onInput: () => void): AnswerForm {
  if (phase === 'grading') return gradeForm(grades, onInput);
  return protocol.confidence === 'six-point' ? sixPointForm(onInput) : verdictForm(onInput);
}

/** Whether the grades are those of Kellgren and Lawrence, `0` to `4` or `KL 0` to `KL 4`. */
export function isKellgrenLawrence(grades: readonly string[]): boolean {
  return grades.map((name) => name.replace(/^KL ?/i, '')).join() === '0,1,2,3,4';
}

function gradeForm(grades: readonly string[], onInput: () => void): AnswerForm {
  const known = isKellgrenLawrence(grades);
  const choices = grades.map((name, at) =>
    known ? { key: String(at), text: kellgrenLawrence[at]! } : { key: String(at + 1), text: name },
  );
  const group = choiceGroup(known ? 'Kellgren-Lawrence grade' : 'Grade', 'grade', choices, onInput);
  return {
    element: group.element,
    get given() {
      return group.chosen === undefined ? undefined : { grade: group.chosen };
    },
    show: (given) => group.choose(given && 'grade' in given ? given.grade : undefined),
    press: group.press,
  };
}

function sixPointForm(onInput: () => void): AnswerForm {
  const choices = sixPoints.map((text, at) => ({ key: String(at + 1), text }));
  const group = choiceGroup('Is this image real or synthetic?', 'rating', choices, onInput);
  return {
    element: group.element,
    get given() {
      const { chosen } = group;
      if (chosen === undefined) return undefined;
      return chosen < 3
        ? { verdict: 'real' as const, confidence: 3 - chosen }
        : { verdict: 'synthetic' as const, confidence: chosen - 2 };
    },
    show(given) {
      if (!given || !('verdict' in given)) group.choose(undefined);
      else group.choose(given.verdict === 'real' ? 3 - given.confidence : given.confidence + 2);
    },
    press: group.press,
  };
}

function verdictForm(onInput: () => void): AnswerForm {
  const verdicts = ['real', 'synthetic'] as const;
  const verdict = choiceGroup(
    'Is this image real or synthetic?',
    'verdict',
    [
      { key: 'R', text: 'Real' },
      { key: 'S', text: 'Synthetic' },
    ],
    onInput,
  );
  const confidence = choiceGroup(
    'How sure are you?',
    'confidence',
    fiveLevels.map((text, at) => ({ key: String(at + 1), text })),
    onInput,
  );
  return {
    element: makeElement('div', {}, verdict.element, confidence.element),
    get given() {
      if (verdict.chosen === undefined || confidence.chosen === undefined) return undefined;
      return { verdict: verdicts[verdict.chosen]!, confidence: confidence.chosen + 1 };
    },
    show(given) {
      const shown = given && 'verdict' in given ? given : undefined;
      verdict.choose(shown && verdicts.indexOf(shown.verdict));
      confidence.choose(shown && shown.confidence - 1);
    },
    press(name) {
      if (name === 'ArrowLeft' || name === 'ArrowRight') return verdict.press(name);
      if (name === 'ArrowUp' || name === 'ArrowDown') return confidence.press(name);
      return verdict.press(name) || confidence.press(name);
    },
  };
}

interface ChoiceGroup {
  readonly element: HTMLElement;
  readonly chosen: number | undefined;
  choose(at: number | undefined): void;
  press(name: string): boolean;
}

/** Radio buttons with their keys. */
function choiceGroup(
  question: string,
  name: string,
  choices: readonly Choice[],
  onInput: () => void,
): ChoiceGroup {
  const inputs = choices.map((_, at) => makeElement('input', { type: 'radio', name, value: at }));
  const rows = choices.map(({ key: keyName, text }, at) =>
    makeElement('label', { class: 'choice' }, inputs[at]!, key(keyName), makeElement('span', {}, text)),
  );
  for (const input of inputs) input.addEventListener('change', onInput);
  const element = makeElement(
    'fieldset',
    { class: 'group' },
    makeElement('legend', { class: 'heading' }, question),
    makeElement('div', { class: choices.length === 6 ? 'choices six' : 'choices' }, ...rows),
  );
  const chosen = () => inputs.findIndex((input) => input.checked);
  const choose = (at: number | undefined) => {
    for (const [index, input] of inputs.entries()) input.checked = index === at;
  };
  return {
    element,
    get chosen() {
      return chosen() < 0 ? undefined : chosen();
    },
    choose,
    press(pressed) {
      const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[pressed];
      const at = chosen();
      const next =
        step === undefined
          ? choices.findIndex((choice) => choice.key === pressed.toUpperCase())
          : at < 0
            ? step > 0
              ? 0
              : choices.length - 1
            : Math.min(choices.length - 1, Math.max(0, at + step));
      if (next < 0) return false;
      choose(next);
      onInput();
      return true;
    },
  };
}
