import { ModelFileError } from '../errors.ts';

/** Where a model comes from. A string is a URL, resolved against the page where there is one. */
export type ModelSource = string | URL | Blob | ArrayBuffer | Uint8Array | Response;

export interface ByteSource {
  /** What errors call it. */
  readonly fileName: string;
  /** Known for sources that cannot lie about it; a server's `content-length` is no such source. */
  readonly byteLength: number | undefined;
  /** The next bytes, `undefined` at the end. */
  next(): Promise<Uint8Array | undefined>;
  /** Whether chunks are views of memory that is there anyway, so that a slice need not be copied out. */
  readonly inMemory: boolean;
  cancel(reason: unknown): void;
}

/** Opens a source for one pass. Throws `ModelFileError` for a failed request, `signal.reason` when aborted. */
export async function openSource(
  source: ModelSource,
  signal: AbortSignal | undefined,
  name: string | undefined,
): Promise<ByteSource> {
  signal?.throwIfAborted();
  if (source instanceof ArrayBuffer) return memorySource(new Uint8Array(source), name);
  if (source instanceof Uint8Array) return memorySource(source, name);
  if (source instanceof Blob) {
    const own = (source as { name?: unknown }).name;
    const fileName = name ?? (typeof own === 'string' ? own : 'model');
    return streamSource(source.stream(), fileName, source.size);
  }
  if (source instanceof Response) return responseSource(source, name ?? lastSegment(source.url));
  if (typeof source !== 'string' && !(source instanceof URL)) {
    throw new TypeError(
      `model source is ${typeof source}, expected a URL, Blob, ArrayBuffer, bytes or Response`,
    );
  }
  const url = String(source);
  const fileName = name ?? lastSegment(url);
  const response = await fetch(url, signal === undefined ? {} : { signal }).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw new ModelFileError(`${fileName}: cannot fetch ${url.slice(0, 200)}: ${messageOf(error)}`, {
      cause: error,
    });
  });
  return responseSource(response, fileName);
}

function memorySource(bytes: Uint8Array, fileName = 'model'): ByteSource {
  let rest: Uint8Array | undefined = bytes;
  return {
    fileName,
    byteLength: bytes.length,
    inMemory: true,
    next() {
      const chunk = rest;
      rest = undefined;
      return Promise.resolve(chunk);
    },
    cancel() {},
  };
}

function responseSource(response: Response, fileName: string): ByteSource {
  if (!response.ok) {
    const status = `${response.status} ${response.statusText}`.trim();
    throw new ModelFileError(`${fileName}: the server answered ${status}, expected 200`);
  }
  if (response.bodyUsed || response.body?.locked) {
    throw new TypeError(`${fileName}: the Response has been read already, expected an unread one`);
  }
  return response.body === null
    ? memorySource(new Uint8Array(0), fileName)
    : streamSource(response.body, fileName, undefined);
}

function streamSource(
  stream: ReadableStream<Uint8Array>,
  fileName: string,
  byteLength: number | undefined,
): ByteSource {
  const reader = stream.getReader();
  return {
    fileName,
    byteLength,
    inMemory: false,
    async next() {
      const { done, value } = await reader.read();
      return done ? undefined : value;
    },
    cancel(reason) {
      reader.cancel(reason).catch(() => {}); // the stream has failed already, with an error of its own
    },
  };
}

function lastSegment(url: string): string {
  return /([^/?#]+)(?:[?#].*)?$/.exec(url)?.[1]?.slice(0, 120) ?? 'model';
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
