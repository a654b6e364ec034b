import { ModelFileError } from '@roentgan/gan-runtime/model-file';

const MAX_LENGTH = 2000;

/** Runs a reader; whatever it throws becomes one ModelFileError of one printable line. */
export function refusingInOneLine<Result>(fileName: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw inOneLine(fileName, error);
  }
}

/** As `refusingInOneLine`, for readers that wait for other files. */
export async function refusingInOneLineLater<Result>(
  fileName: string,
  read: () => Promise<Result>,
): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    throw inOneLine(fileName, error);
  }
}

function inOneLine(fileName: string, error: unknown): ModelFileError {
  const reason = error instanceof Error ? error.message : `${error}`;
  const message = error instanceof ModelFileError ? reason : `${fileName}: cannot be converted: ${reason}`;
  return new ModelFileError(printable(message), { cause: error });
}

/** Names come from the file: control characters and lone surrogates in them would break the line or the terminal. */
function printable(message: string): string {
  const clean = message.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ');
  return clean.length > MAX_LENGTH ? `${clean.slice(0, MAX_LENGTH)}...` : clean;
}
