/** Reading a Keras file copies its names and attributes; damaged trees that lead in circles would go on for ever. */
const FREE_READS = 100_000;
const FREE_BYTES = 1 << 24;
const READS_PER_BYTE = 0.25;
const COPIES = 16;

/**
 * The bytes of a file for a reader that knows no limits: every signature and text that it reads is a `slice`, which counts
 * here, so that no file can keep it busy beyond what its size accounts for.
 */
export class MeteredBuffer extends ArrayBuffer {
  #reads: number;
  #bytes: number;

  static override get [Symbol.species](): ArrayBufferConstructor {
    return ArrayBuffer;
  }

  constructor(bytes: Uint8Array) {
    super(bytes.length);
    new Uint8Array(this).set(bytes);
    this.#reads = FREE_READS + bytes.length * READS_PER_BYTE;
    this.#bytes = FREE_BYTES + bytes.length * COPIES;
  }

  override slice(begin?: number, end?: number): ArrayBuffer {
    const part = super.slice(begin, end);
    this.#bytes -= part.byteLength;
    if (--this.#reads < 0 || this.#bytes < 0)
      throw new RangeError(
        'its structures refer to each other in circles, or more often than its size allows',
      );
    return part;
  }
}
