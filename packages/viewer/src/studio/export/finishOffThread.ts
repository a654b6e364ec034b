import type { FinishedBytes, Finisher, FinishSettings } from '@roentgan/datasets';
import { createAsker } from '../worker/createAsker.ts';
import type { FinishAnswer, FinishRequest } from './finishWorker.ts';

/** Marks, encodes and signs a dataset's images in a worker. */
export interface FinishingWorker {
  /** SHA-256 of the certificate that signs: a page has no key of its user, so it is the test certificate. */
  signer(): Promise<string>;
  open(settings: FinishSettings): Promise<Finisher>;
  /** Ends the worker, whatever it does. */
  close(): void;
}

/** Images that are with the worker: while it finishes one, the next is on its way. */
const AHEAD = 2;

export function startFinishing(): FinishingWorker {
  const { ask, close } = createAsker<FinishRequest, FinishAnswer>(
    () =>
      new Worker(new URL('./finishWorker.ts', import.meta.url), { type: 'module', name: 'roentgan-export' }),
    'encodes images',
  );
  return {
    signer: async () => (await ask({ kind: 'signer' })) as string,
    async open(settings) {
      await ask({ kind: 'settings', settings });
      return {
        ahead: AHEAD,
        finish: async (image) =>
          (await ask({ kind: 'image', image }, [image.pixels.buffer])) as FinishedBytes,
        close: async () => close(),
      };
    },
    close,
  };
}
