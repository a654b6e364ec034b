import { type ClassifierInput, readImage, toInputTensor } from '@roentgan/measurer';

export interface ReaderRequest {
  readonly file: File;
  /** What the model takes. */
  readonly input: ClassifierInput;
}

export type ReaderAnswer =
  | {
      readonly kind: 'image';
      readonly image: {
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
      };
    }
  | { readonly kind: 'error'; readonly message: string };

async function answer({ file, input }: ReaderRequest): Promise<ReaderAnswer> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const image = await readImage(bytes, file.name);
  const { width, height, format, origin } = image;
  const tensor = toInputTensor(image, input);
  const { saysSynthetic } = origin;
  return {
    kind: 'image',
    image: { tensor, width, height, format, saysSynthetic, sha256: await hashOf(bytes) },
  };
}

async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<string | undefined> {
  if (!globalThis.crypto?.subtle) return undefined;
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

self.addEventListener('message', async ({ data }: MessageEvent<ReaderRequest>) => {
  try {
    self.postMessage(await answer(data));
  } catch (error) {
    self.postMessage({ kind: 'error', message: (error as Error).message } satisfies ReaderAnswer);
  }
});
