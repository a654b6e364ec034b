import { ModelFileError } from '../errors.ts';

/** What `read` gives; its errors open with the name of the file. */
export function namingFile<Result>(fileName: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ModelFileError)) throw error;
    throw new ModelFileError(`${fileName}: ${error.message}`, { cause: error });
  }
}
