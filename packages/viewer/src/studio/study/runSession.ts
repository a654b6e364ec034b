import {
  answer,
  disclose,
  nextStep,
  type OpenStudy,
  type Phase,
  questionAt,
  resultOf,
  type Session,
  type Step,
  writeResult,
} from '@roentgan/datasets/study';
import { version } from '../../../package.json';
import { saveFile } from '../saveFile.ts';
import { detectionBriefing, disclosure, gradingBriefing } from './briefings.ts';
import { doneScreen, goneScreen } from './doneScreen.ts';
import type { Prepared } from './prepareImages.ts';
import { openQuestionScreen, type QuestionScreen } from './questionScreen.ts';
import { messageOf, say } from './screen.ts';
import { forgetSession, keepSession, type StoredSession } from './sessionStore.ts';

type Asked = Extract<Step, { kind: 'question' }>;

/** From the first unanswered image to the end; every answer is kept before the next image is shown. */
export async function runSession(study: OpenStudy, stored: StoredSession, images: Prepared): Promise<void> {
  let { session } = stored;
  let screen: { readonly phase: Phase; readonly questions: QuestionScreen } | undefined;
  const keep = (to: Session) => {
    session = to;
    return keepSession({ ...stored, session }).catch((error) => warn(messageOf(error)));
  };
  const save = () => saveSession(study, session);
  await keep(isBegun(session) ? interrupted(session) : session);

  for (;;) {
    const step = nextStep(study, session);
    if (step.kind !== 'question' || step.phase !== screen?.phase) {
      screen?.questions.end();
      screen = undefined;
    }
    if (step.kind === 'done') break;
    if (step.kind === 'disclosure') {
      if ((await disclosure()) === 'withdraw') {
        await forgetSession(session);
        return goneScreen('You have withdrawn');
      }
      await keep(disclose(session));
      continue;
    }
    if (!screen) {
      const brief = step.phase === 'grading' ? gradingBriefing : detectionBriefing;
      await brief(study, step.position);
      screen = { phase: step.phase, questions: openQuestionScreen(study.study, step.phase, save) };
    }
    await answerFrom(step, screen.questions);
  }
  await doneScreen(save);
  await forgetSession(session);
  goneScreen('Deleted');

  /** Asks the question that waits, and those before it that a reader goes back to. */
  async function answerFrom(waiting: Asked, questions: QuestionScreen): Promise<void> {
    for (let at = waiting.position; ; ) {
      const asked = questionAt(study, session, waiting.phase, at);
      const waits = at === waiting.position;
      const reply = await questions.ask({
        image: images.get(asked.showing.image)!,
        position: at,
        before: waits ? session.pending : { milliseconds: 0, interruptions: 0 },
        given: session[waiting.phase][at],
        canGoBack: at > 0 && study.study.protocol.allowBack,
        onKeep: (seen) => waits && void keep({ ...session, pending: seen }),
      });
      if ('given' in reply) {
        await keep(answer(session, asked, reply.given, reply.seen));
        if (waits) return;
        at += 1;
      } else {
        if (waits) await keep({ ...session, pending: reply.seen });
        at -= 1;
      }
    }
  }
}

/** Whether an image may have been in sight when the tab was closed. */
function isBegun({ grading, pending }: Session): boolean {
  return grading.length > 0 || pending.milliseconds > 0;
}

/** A tab that was closed is an interruption, even where it had no time to say so. */
function interrupted(session: Session): Session {
  const { milliseconds, interruptions } = session.pending;
  return { ...session, pending: { milliseconds, interruptions: Math.max(1, interruptions) } };
}

function saveSession(study: OpenStudy, session: Session): string {
  const result = resultOf(study, session, {
    savedAt: new Date().toISOString(),
    software: `Roentgan ${version}`,
  });
  const kind = result.complete ? 'result' : 'partial';
  const name = `${study.study.name}-${session.reader.code}.${kind}.json`.replaceAll(
    /[^\p{L}\p{N}.-]+/gu,
    '-',
  );
  saveFile(new Blob([writeResult(result)], { type: 'application/json' }), name);
  say(`Saved ${name}`);
  return name;
}

/** Once: a browser that keeps nothing (private, or full) must not stop the study. */
function warn(reason: string): void {
  if (document.querySelector('.warning')) return;
  const warning = document.createElement('p');
  warning.className = 'warning';
  warning.setAttribute('role', 'alert');
  warning.textContent = `This browser cannot keep your answers (${reason}). Save them as a file before you close the tab.`;
  document.querySelector('.bar')!.after(warning);
}
