import type { Folder } from '../export/folder.ts';

/** Each append waits for the disk, so that several pieces share one. */
const WAITING_BYTES = 4 * 2 ** 20;

/** A file of any length that is written piece by piece with a few megabytes of it in memory; its first bytes may be those of an earlier run. */
export class GrowingFile {
  readonly #folder: Folder;
  readonly #path: string;
  #written: number;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;

  /** What stands behind the first `at` bytes of a file of that name is dropped. */
  constructor(folder: Folder, path: string, at = 0) {
    this.#folder = folder;
    this.#path = path;
    this.#written = at;
  }

  /** Bytes that the file has by now. */
  get length(): number {
    return this.#written + this.#waitingBytes;
  }

  /** @param bytes kept until they are written: not to be changed any more */
  async write(bytes: Uint8Array): Promise<void> {
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    if (this.#waitingBytes >= WAITING_BYTES) await this.flush();
  }

  /** Everything so far is on the disk when this resolves, and nothing stands behind it. */
  async flush(): Promise<void> {
    const piece = new Uint8Array(this.#waitingBytes);
    let at = 0;
    for (const bytes of this.#waiting) {
      piece.set(bytes, at);
      at += bytes.length;
    }
    await this.#folder.append(this.#path, piece, this.#written);
    this.#written += piece.length;
    this.#waiting = [];
    this.#waitingBytes = 0;
  }
}
