import {
  type DatasetImage,
  type FinishedBytes,
  type Finisher,
  type FinishSettings,
  imageFinisher,
  openSigning,
} from '@roentgan/datasets';
import { answerQuestions } from '../worker/answerQuestions.ts';

/** What the page asks of the worker: who signs, then settings, then images. */
export type FinishRequest =
  | { readonly kind: 'signer' }
  | { readonly kind: 'settings'; readonly settings: FinishSettings }
  | { readonly kind: 'image'; readonly image: DatasetImage };

/** Of the signer the hash of its certificate, of an image its file. */
export type FinishAnswer = string | FinishedBytes | undefined;

let finisher: Finisher;

async function answer(request: FinishRequest): Promise<FinishAnswer> {
  if (request.kind === 'signer') return (await openSigning()).sha256;
  if (request.kind === 'image') return finisher.finish(request.image);
  finisher = await imageFinisher(request.settings);
  return undefined;
}

answerQuestions(answer);
