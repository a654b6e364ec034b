import { ModelFileError } from '../errors.ts';
import { type ByteSource, messageOf } from './byteSource.ts';

/**
 * Hands out a source's bytes in pieces of the wanted lengths. Holds what has arrived of one piece and never allocates
 * ahead of the bytes, so that a header that lies about lengths costs nothing.
 */
export class ExactReader {
  /** Bytes that have arrived. */
  loaded = 0;
  /** Hears of `loaded` whenever more has arrived. */
  onChunk: ((loaded: number) => void) | undefined;
  #chunk = new Uint8Array(0);
  readonly #source: ByteSource;
  readonly #signal: AbortSignal | undefined;

  constructor(source: ByteSource, signal: AbortSignal | undefined) {
    this.#source = source;
    this.#signal = signal;
  }

  /** Exactly `length` bytes. Throws `ModelFileError` where the source ends before. `what` names them. */
  async take(length: number, what: string): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    let missing = length;
    for (;;) {
      const part = this.#chunk.subarray(0, missing);
      this.#chunk = this.#chunk.subarray(part.length);
      missing -= part.length;
      if (missing === 0 && parts.length === 0) return this.#source.inMemory ? part : part.slice();
      parts.push(part);
      if (missing === 0) return joined(parts, length);
      if (!(await this.#fill())) {
        const { fileName } = this.#source;
        throw new ModelFileError(
          `${fileName}: ends after ${this.loaded} bytes within ${what}, expected ${missing} more`,
        );
      }
    }
  }

  /** Throws `ModelFileError` where bytes are left. */
  async expectEnd(): Promise<void> {
    while (this.#chunk.length === 0) {
      if (!(await this.#fill())) return;
    }
    const expected = this.loaded - this.#chunk.length;
    throw new ModelFileError(
      `${this.#source.fileName}: goes on after ${expected} bytes, expected its end from its header`,
    );
  }

  async #fill(): Promise<boolean> {
    this.#signal?.throwIfAborted();
    let chunk: Uint8Array | undefined;
    try {
      chunk = await this.#source.next();
    } catch (error) {
      this.#signal?.throwIfAborted();
      const { fileName } = this.#source;
      throw new ModelFileError(`${fileName}: stopped after ${this.loaded} bytes: ${messageOf(error)}`, {
        cause: error,
      });
    }
    this.#signal?.throwIfAborted();
    if (chunk === undefined) return false;
    this.loaded += chunk.length;
    this.#chunk = chunk as Uint8Array<ArrayBuffer>;
    this.onChunk?.(this.loaded);
    return true;
  }
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
