import type { Question, Reply } from './question.ts';

/** Questions to a worker, which starts with the first and is there for all. */
export interface Asker<Request, Answer> {
  /** @throws Error with the worker's one line, or why there is no worker: the next question starts another then */
  ask(request: Request, moved?: Transferable[]): Promise<Answer>;
  /** Ends the worker, whatever it does; who waits for an answer is told. */
  close(): void;
}

interface Waiting<Answer> {
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

/** @param task - what the worker is for, as in "writes PNGs": it stands in the error where the worker fails */
export function createAsker<Request, Answer>(start: () => Worker, task: string): Asker<Request, Answer> {
  const waiting = new Map<number, Waiting<Answer>>();
  let worker: Worker | undefined;
  let next = 0;

  function end(error: Error): void {
    worker?.terminate();
    worker = undefined;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  }
  function started(): Worker {
    const made = start();
    made.addEventListener('message', ({ data }: MessageEvent<Reply<Answer>>) => {
      const asked = waiting.get(data.id);
      waiting.delete(data.id);
      if ('error' in data) asked?.reject(new Error(data.error));
      else asked?.resolve(data.answer);
    });
    made.addEventListener('error', (event) => {
      event.preventDefault(); // it is told to who asked
      if (worker !== made) return;
      const why = event.message ? `failed: ${event.message}` : 'could not be loaded';
      end(new Error(`the part of the page that ${task} ${why}`));
    });
    return made;
  }
  return {
    async ask(request, moved = []) {
      worker ??= started();
      const id = next++;
      worker.postMessage({ id, request } satisfies Question<Request>, moved);
      return await new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
    },
    close: () => end(new Error(`the part of the page that ${task} was stopped`)),
  };
}
