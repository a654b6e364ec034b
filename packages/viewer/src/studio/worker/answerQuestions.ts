import type { Question, Reply } from './question.ts';

/**
 * In a worker: answers the questions of `createAsker`, one after another in the order they came. `moved` names what of an answer is handed
 * over instead of copied.
 */
export function answerQuestions<Request, Answer>(
  answer: (request: Request) => Answer | Promise<Answer>,
  moved: (answer: Answer) => Transferable[] = () => [],
): void {
  let queue = Promise.resolve();
  addEventListener('message', ({ data: { id, request } }: MessageEvent<Question<Request>>) => {
    queue = queue.then(async () => {
      try {
        const given = await answer(request);
        postMessage({ id, answer: given } satisfies Reply<Answer>, { transfer: moved(given) });
      } catch (thrown) {
        const error = (thrown as Error).message.split('\n', 1)[0]!;
        postMessage({ id, error } satisfies Reply<Answer>);
      }
    });
  });
}
