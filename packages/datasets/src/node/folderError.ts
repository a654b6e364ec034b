import { DatasetError } from '../datasetError.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'no space is left on the disk',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file is larger than this file system takes',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'a part of its path is a file, expected a folder',
  EISDIR: 'is a folder, expected a file',
  EMFILE: 'too many files are open',
  EIO: 'the disk reports an error',
};

/** An error of the file system as one line that opens with the path. */
export function folderError(path: string, error: unknown): DatasetError {
  const { code, message } = error as NodeJS.ErrnoException;
  const reason = (code && reasons[code]) ?? message.split('\n', 1)[0]!;
  return new DatasetError(`${path}: ${reason}`, { cause: error });
}
