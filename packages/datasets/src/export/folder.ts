/**
 * Where an export goes. Paths are relative, with `/` between folders, which are made as needed. Every method rejects with an error
 * of one line that names the path, such as `out/a.png: no space is left`.
 */
export interface Folder {
  /** Bytes of a file, or of its part from `start` up to `end`; `undefined` where there is no such file. */
  read(path: string, start?: number, end?: number): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Length in bytes; `undefined` where there is no such file. */
  size(path: string): Promise<number | undefined>;
  /** Writes a file whole: under a temporary name, then renamed, so that nobody ever sees half of it. */
  write(path: string, content: Uint8Array<ArrayBuffer> | string): Promise<void>;
  /**
   * Puts content behind the first `at` bytes of a file and drops what was behind them before: what a killed process had left there.
   * A file that is not there yet is made. The content has reached the disk when this resolves.
   */
  append(path: string, content: Uint8Array<ArrayBuffer> | string, at: number): Promise<void>;
  /** Gives a file its final name, in place of a file of that name. */
  rename(from: string, to: string): Promise<void>;
  /** Paths of all files, in no certain order; of those in a sub-folder where one is named. Temporary ones are left out. */
  list(folder?: string): Promise<string[]>;
  /** Removes a file; one that is not there is no error. */
  remove(path: string): Promise<void>;
}
