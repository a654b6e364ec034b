import { type ClassifierInput, readImage, toInputTensor } from '@roentgan/measurer';
import { answerQuestions } from '../worker/answerQuestions.ts';

export interface ReaderRequest {
  readonly file: File;
  /** What the model takes. */
  readonly input: ClassifierInput;
}

/** A picture from a file, ready for the model. */
export interface Prepared {
  /** As the model takes it. */
  readonly tensor: { readonly shape: readonly number[]; readonly data: Float32Array<ArrayBuffer> };
  /** Of the file, in pixels. */
  readonly width: number;
  readonly height: number;
  readonly format: string;
  /** Whether the file says that a model or another algorithm made it. */
  readonly saysSynthetic: boolean;
  /** Hexadecimal; undefined where the page has no secure connection. */
  readonly sha256: string | undefined;
}

async function prepare({ file, input }: ReaderRequest): Promise<Prepared> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const image = await readImage(bytes, file.name);
  const { width, height, format, origin } = image;
  const tensor = toInputTensor(image, input);
  const { saysSynthetic } = origin;
  return { tensor, width, height, format, saysSynthetic, sha256: await hashOf(bytes) };
}

async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<string | undefined> {
  if (!globalThis.crypto?.subtle) return undefined;
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

answerQuestions(prepare, ({ tensor }) => [tensor.data.buffer]);
