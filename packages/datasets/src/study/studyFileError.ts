/** A study or result file that cannot be used; the message says where, what was found and what was expected. */
export class StudyFileError extends Error {
  override readonly name = 'StudyFileError';
}
