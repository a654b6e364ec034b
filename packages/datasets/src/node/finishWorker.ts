import { parentPort, workerData } from 'node:worker_threads';
import type { FinishSettings } from '../export/finishImage.ts';
import type { DatasetImage } from '../formats/format.ts';
import { nodeFinisher } from './nodeFinisher.ts';

/** What a worker is asked: an image, and a number that its answer bears. */
export interface FinishTask {
  readonly id: number;
  readonly image: DatasetImage;
}

export type FinishAnswer =
  | { readonly id: number; readonly bytes: Uint8Array<ArrayBuffer>; readonly sha256: string }
  | { readonly id: number; readonly error: string };

const finisher = nodeFinisher(workerData as FinishSettings);
finisher.catch(() => {}); // told with the first image

parentPort?.on('message', async ({ id, image }: FinishTask) => {
  try {
    const { bytes, sha256 } = await (await finisher).finish(image);
    const answer: FinishAnswer = { id, bytes, sha256 };
    parentPort!.postMessage(answer, isWhole(bytes) ? [bytes.buffer] : []);
  } catch (error) {
    parentPort!.postMessage({ id, error: (error as Error).message } satisfies FinishAnswer);
  }
});

/** Whether a buffer holds nothing but these bytes, so that it may be handed over. */
function isWhole({ buffer, byteLength }: Uint8Array<ArrayBuffer>): boolean {
  return buffer.byteLength === byteLength;
}
