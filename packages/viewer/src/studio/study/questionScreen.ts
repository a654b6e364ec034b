import { type Given, type Phase, phaseLength, type ShownImage, type Study } from '@roentgan/datasets/study';
import { makeElement } from '../../controls/makeElement.ts';
import { createAnswerForm } from './answerForm.ts';
import { createImageView } from './imageView.ts';
import { pauseDialog } from './pauseDialog.ts';
import { button, focusHeading, key, say, showScreen } from './screen.ts';
import { startClock, type ViewClock } from './viewClock.ts';
import { createViewTools } from './viewTools.ts';

/** Time with one image. */
export type Seen = ReturnType<ViewClock['read']>;

/** What a reader did with a question. */
export type Reply =
  | { readonly given: Given; readonly seen: Seen }
  | { readonly back: true; readonly seen: Seen };

export interface Question {
  readonly image: ShownImage;
  readonly position: number;
  /** What was counted of it before: in an earlier sitting. */
  readonly before: Seen;
  /** The answer that is looked at again. */
  readonly given?: Given | undefined;
  /** Whether there is an answer to go back to. */
  readonly canGoBack: boolean;
  /** Told now and then, and when the clock stops, so that no time is lost with a closed tab. */
  onKeep(seen: Seen): void;
}

export interface QuestionScreen {
  ask(question: Question): Promise<Reply>;
  end(): void;
}

/** The screen of one phase: an image, the question, the keys. `savePartial` gives the reader what there is so far. */
export function openQuestionScreen(study: Study, phase: Phase, savePartial: () => void): QuestionScreen {
  const total = phaseLength(study);
  const { tools: hasTools, allowBack } = study.protocol;
  let reply: ((reply: Reply) => void) | undefined;
  let clock: ViewClock | undefined;

  const heading = makeElement('h2', { class: 'position', tabindex: -1 });
  const bar = makeElement('progress', { max: total, 'aria-label': 'Answered' });
  const next = makeElement('button', { type: 'submit', class: 'primary' }, 'Next ', key('Enter'));
  const form = createAnswerForm(study, phase, () => {
    next.setAttribute('aria-disabled', String(form.given === undefined));
  });
  const picture = createImageView(study, hasTools, (view) => tools.show(view));
  const tools = createViewTools(() => picture);
  const back = button('Back ', goBack);
  back.append(key('B'));
  const pauseButton = button('Pause ', pause);
  pauseButton.append(key('P'));
  const save = button('Save answers so far', savePartial);
  const panel = makeElement(
    'form',
    { class: 'controls', 'aria-label': 'Your answer' },
    makeElement('div', { class: 'group head' }, heading, bar),
    form.element,
    makeElement('div', { class: 'group actions' }, next, makeElement('p', { class: 'hint', role: 'alert' })),
    ...(hasTools ? [tools.element] : []),
    makeElement('div', { class: 'group side-actions' }, ...(allowBack ? [back] : []), pauseButton, save),
  );
  const hint = panel.querySelector<HTMLElement>('.hint')!;
  const screen = showScreen(
    makeElement('section', { class: 'viewport', 'aria-label': 'Image' }, picture.element),
    panel,
  );
  screen.className = 'question';

  function submit(): void {
    const { given } = form;
    if (!given) {
      hint.textContent = phase === 'grading' ? 'Choose a grade first.' : 'Choose an answer first.';
      return;
    }
    settle({ given, seen: clock!.read() });
  }
  function goBack(): void {
    if (back.ariaDisabled !== 'true') settle({ back: true, seen: clock!.read() });
  }
  function settle(to: Reply): void {
    clock!.end();
    const settled = reply;
    reply = undefined;
    settled?.(to);
  }
  async function pause(): Promise<void> {
    clock!.pause(true);
    picture.hide(true);
    await pauseDialog(savePartial);
    picture.hide(false);
    clock!.pause(false);
    focusHeading(screen);
  }
  function press(event: KeyboardEvent): void {
    const { key: name, target, repeat } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
    const at = target instanceof HTMLElement ? target : document.body;
    if (name === 'Enter') {
      if (at instanceof HTMLButtonElement || at.closest('summary')) return;
      event.preventDefault();
      if (!repeat) submit();
      return;
    }
    const isArrow = name.startsWith('Arrow');
    // A slider keeps its own arrows, and radio buttons theirs.
    if (isArrow && at instanceof HTMLInputElement) return;
    if (name.toLowerCase() === 'p') void pause();
    else if (name.toLowerCase() === 'b' && allowBack) goBack();
    else if (!form.press(name) && !(hasTools && tools.press(name))) return;
    event.preventDefault();
  }
  panel.addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
  });
  addEventListener('keydown', press);

  return {
    ask(question) {
      const { image, position, before, given, canGoBack, onKeep } = question;
      const name = `Image ${position + 1} of ${total}`;
      heading.textContent = name;
      bar.value = position;
      hint.textContent = '';
      back.setAttribute('aria-disabled', String(!canGoBack));
      form.show(given);
      next.setAttribute('aria-disabled', String(form.given === undefined));
      picture.show(image, name);
      focusHeading(screen);
      say('');
      clock = startClock(before, () => onKeep(clock!.read()));
      return new Promise((resolve) => {
        reply = resolve;
      });
    },
    end: () => removeEventListener('keydown', press),
  };
}
