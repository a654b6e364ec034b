import type { Folder } from '../export/folder.ts';
import { temporaryName } from '../export/temporaryName.ts';
import { growingSha256 } from '../export/wholeFile.ts';
import type { WrittenFile } from './datasetFormat.ts';
import { GrowingFile } from './growingFile.ts';

/** A text of any length that is written under a temporary name and has its own name only when it is whole. */
export class TextFile {
  readonly #folder: Folder;
  readonly #path: string;
  readonly #file: GrowingFile;
  readonly #hash = growingSha256();

  constructor(folder: Folder, path: string) {
    this.#folder = folder;
    this.#path = path;
    this.#file = new GrowingFile(folder, temporaryName(path));
  }

  get isEmpty(): boolean {
    return this.#file.length === 0;
  }

  async write(text: string): Promise<void> {
    const bytes = new TextEncoder().encode(text);
    this.#hash.update(bytes);
    await this.#file.write(bytes);
  }

  /** Gives the file its name. */
  async close(): Promise<WrittenFile> {
    await this.#file.flush();
    await this.#folder.rename(temporaryName(this.#path), this.#path);
    return { path: this.#path, bytes: this.#file.length, sha256: this.#hash.digest() };
  }
}
